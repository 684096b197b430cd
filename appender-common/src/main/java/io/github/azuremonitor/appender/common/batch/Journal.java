package io.github.azuremonitor.appender.common.batch;

/**
 * Writes rows to disk while their batch is still open, so that they outlive a killed process. Flusher only, unless
 * stated otherwise.
 */
public interface Journal {
    /** Keeps nothing. */
    Journal NONE = stream -> Page.NONE;

    /**
     * A page for the rows of the stream's next batch, or {@link Page#NONE} if the disk accepts none at the moment.
     * Waits while the disk is merely slow: an event that was promised to be safe must not continue without its page.
     */
    Page open(String stream);

    /** From now on {@link #open} does not wait; any thread. */
    default void end() {}

    /** The rows of one batch. None of its methods throws. */
    interface Page extends DiskCopy {
        /** No page: what is added to it is kept nowhere. */
        Page NONE = new Page() {
            @Override
            public void add(byte[] row, int length, long epochMillis) {}

            @Override
            public void write() {}

            @Override
            public boolean isWhole() {
                return false;
            }

            @Override
            public void drop() {}
        };

        /**
         * Adds a row; it is safe after {@link #write()}.
         *
         * @param epochMillis the row's TimeGenerated
         */
        void add(byte[] row, int length, long epochMillis);

        /** Writes what was added to the operating system, which keeps it if this process is killed. */
        void write();

        /** Writes the rest and releases the page's memory: no more rows come. */
        default void finish() {
            write();
        }
    }
}
