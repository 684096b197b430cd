package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.spool.Spool;

/**
 * The spool's copy of a batch that was split. It goes when the last part has its fate or is in the spool itself, so that a
 * killed process loses none of them. Courier only.
 */
final class Original {
    private final Spool.Lease lease;
    private int openParts;

    Original(Spool.Lease lease) {
        this.lease = lease;
        this.openParts = 1;
        lease.replaced();
    }

    /** One part was split in turn. */
    void split(int parts) {
        openParts += parts - 1;
    }

    /** One part needs the copy no more. */
    void settled() {
        openParts--;
        if (openParts == 0) {
            lease.done();
        }
    }
}
