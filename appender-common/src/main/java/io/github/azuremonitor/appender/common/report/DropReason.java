package io.github.azuremonitor.appender.common.report;

/** Why an event was dropped. Each reason is counted and says what to change. */
public enum DropReason {
    /** The ring had no slot: the flusher or the disk is slower than the application logs. */
    RING_FULL("ring full", "raise ringSize or maxBlock, or log less"),
    /** Logged after the appender was stopped. */
    STOPPED("logged after stop", "stop the appender last"),
    /** Copying the event's fields failed, which the framework's own log may explain. */
    CAPTURE_FAILED("capture failed", "see the status line that names the first failure"),
    /** Logged by a {@code toString} within the formatting of too many other events. */
    NESTED("nested log calls", "look for a toString that logs itself"),
    /** A route with the target {@code drop} took the event. */
    ROUTED_OUT("dropped by a route", "nothing, if routes is as you want it", true),
    /** A route with the target {@code sample} took the event and did not pick it. */
    SAMPLED_OUT("left out by a sample", "nothing, if routes is as you want it", true),
    /** Its stream had its maxBytesPerHour, and the row is below WARN. */
    BUDGET("above maxBytesPerHour", "raise maxBytesPerHour, or log less"),
    /** Writing the row failed. */
    ENCODE_FAILED("encoding failed", "see the status line that names the first failure"),
    /** A row above 1 MB even with its texts cut. */
    TOO_LARGE("row above 1 MB", "ship fewer or shorter columns"),
    /** Azure refused this row while it took others; with a spool on disk a copy is kept as a dead letter. */
    REFUSED("refused by Azure", "compare the columns with the DCR stream"),
    /** Everything that waits for Azure reached its byte cap; the oldest went first. */
    BUFFER_FULL("buffer full", "raise spoolMaxBytes, or take durability=spool if it is memory"),
    /** Waited longer than spoolMaxAge. */
    EXPIRED("too old", "raise spoolMaxAge"),
    /** A file on disk was damaged, or deleted by someone else. */
    UNREADABLE("damaged on disk", "look at the disk, and at the files *.bad in the spool directory"),
    /** Undelivered when the pipeline stopped, and no disk to keep it on. */
    SHUTDOWN("undelivered at stop", "raise shutdownTimeout, or take durability=spool if it is memory");

    private final String label;
    private final String cure;

    private final boolean intended;

    DropReason(String label, String cure) {
        this(label, cure, false);
    }

    DropReason(String label, String cure, boolean intended) {
        this.label = label;
        this.cure = cure;
        this.intended = intended;
    }

    /** Two or three words for status lines. */
    public String label() {
        return label;
    }

    /** What to change, with the name of the setting. */
    public String cure() {
        return cure;
    }

    /** Whether the configuration leaves such events out on purpose: counted, but no reason to warn. */
    public boolean intended() {
        return intended;
    }
}
