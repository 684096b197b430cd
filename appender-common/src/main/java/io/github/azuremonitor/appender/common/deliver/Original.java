package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Journal;

/**
 * The copy on disk of a batch that was split. It goes when the last part has its fate or is on disk itself, so that a
 * killed process loses none of them. Courier only.
 */
final class Original {
    private final Runnable drop;
    private int openParts;

    /** @param drop deletes the copy */
    Original(Runnable drop) {
        this.drop = drop;
    }

    /** What one more part carries wherever it goes, also while it waits in memory; all are made before one is dropped. */
    Journal.Page part() {
        openParts++;
        return new Part();
    }

    private void settled() {
        openParts--;
        if (openParts == 0) {
            drop.run();
        }
    }

    /** Takes no rows, and is not whole: the file has the rows of the other parts too. */
    private final class Part implements Journal.Page {
        private boolean dropped;

        @Override
        public void add(byte[] row, int length, long epochMillis) {}

        @Override
        public void write() {}

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public void drop() {
            if (!dropped) {
                dropped = true;
                settled();
            }
        }
    }
}
