package io.github.azuremonitor.appender.common.report;

/** Why an event was lost. Each reason is counted and says what to change. */
public enum DropReason {
    /** The ring had no slot: the flusher or the disk is slower than the application logs. */
    RING_FULL("ring full", "raise ringSize or maxBlock, or log less"),
    /** Logged after the appender was stopped. */
    STOPPED("logged after stop", "stop the appender last"),
    /** Copying the event's fields failed, which the framework's own log may explain. */
    CAPTURE_FAILED("capture failed", "report it with the stack trace that the application got"),
    /** Logged by a {@code toString} within the formatting of too many other events. */
    NESTED("nested log calls", "look for a toString that logs itself"),
    /** Writing the row failed. */
    ENCODE_FAILED("encoding failed", "see the status line that names the first failure"),
    /** A row above 1 MB even with its texts cut. */
    TOO_LARGE("row above 1 MB", "ship fewer or shorter columns"),
    /** Azure refused this row while it took others, and no place to keep it was left. */
    REFUSED("refused by Azure", "compare the columns with the DCR stream"),
    /** Everything that waits for Azure reached its byte cap; the oldest went first. */
    BUFFER_FULL("buffer full", "raise spoolMaxBytes, or take durability=spool if it is memory"),
    /** Waited longer than spoolMaxAge. */
    EXPIRED("too old", "raise spoolMaxAge"),
    /** A file on disk was damaged or deleted by somebody else. */
    UNREADABLE("damaged on disk", "look at the disk, and at the files *.bad in the spool directory"),
    /** Undelivered when the pipeline stopped, and nothing on disk to put it. */
    SHUTDOWN("undelivered at stop", "raise shutdownTimeout");

    private final String label;
    private final String cure;

    DropReason(String label, String cure) {
        this.label = label;
        this.cure = cure;
    }

    /** Two or three words for status lines. */
    public String label() {
        return label;
    }

    /** What to change, naming the setting. */
    public String cure() {
        return cure;
    }
}
