package io.github.azuremonitor.appender.common.batch;

import org.jspecify.annotations.Nullable;

/**
 * Where rows are written down while their batch is still open, so that they outlive a process that is killed. Flusher
 * only, but for what says otherwise.
 */
public interface Journal {
    /** Keeps nothing. */
    Journal NONE = stream -> null;

    /**
     * A page for the rows of the next batch of that stream, or null if the disk takes none at the moment. Waits while the
     * disk is merely slow: an event that is told to be safe must not go on without its page.
     */
    @Nullable Page open(String stream);

    /** From now on nobody waits in {@link #open}; any thread. */
    default void end() {}

    /** The rows of one batch. None of its methods throws. */
    interface Page {
        /**
         * Takes a row; {@link #write()} is what makes it safe.
         *
         * @param epochMillis the row's TimeGenerated
         */
        void add(byte[] row, int length, long epochMillis);

        /** Gives what was added to the operating system, which keeps it when this process is killed. */
        void write();

        /** Writes what is left and gives the page's memory back: no more rows come. */
        default void finish() {
            write();
        }

        /** Whether every row that was added is written; any thread. */
        boolean isWhole();

        /** Nobody needs the page any more: the batch has its fate, or another copy. Any thread; twice is once. */
        void drop();
    }
}
