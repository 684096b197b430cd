package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.DiskCopy;
import io.github.azuremonitor.appender.common.spool.HeldBatch;

/**
 * The copy on disk of a batch that was split. It is deleted when the last part has its fate or is itself on disk, so
 * that a killed process loses none of them. Courier only.
 */
final class SharedCopy {
    private final HeldBatch whole;
    private int openParts;

    SharedCopy(HeldBatch whole) {
        this.whole = whole;
    }

    /**
     * The share of one more part, which stays with it wherever it goes, also in memory; all are made before one is
     * dropped.
     */
    DiskCopy part() {
        openParts++;
        return new Part();
    }

    /** Not whole: the file also has the rows of the other parts. */
    private final class Part implements DiskCopy {
        private boolean dropped;

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public void drop() {
            if (!dropped) {
                dropped = true;
                openParts--;
                if (openParts == 0) {
                    whole.done();
                }
            }
        }
    }
}
