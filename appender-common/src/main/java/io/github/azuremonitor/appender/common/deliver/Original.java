package io.github.azuremonitor.appender.common.deliver;

/**
 * The copy on disk of a batch that was split. It goes when the last part has its fate or is in the spool itself, so that a
 * killed process loses none of them. Courier only.
 */
final class Original {
    private final Runnable drop;
    private int openParts;

    /** @param drop deletes the copy */
    Original(Runnable drop) {
        this.drop = drop;
        this.openParts = 1;
    }

    /** One part was split in turn. */
    void split(int parts) {
        openParts += parts - 1;
    }

    /** One part needs the copy no more. */
    void settled() {
        openParts--;
        if (openParts == 0) {
            drop.run();
        }
    }
}
