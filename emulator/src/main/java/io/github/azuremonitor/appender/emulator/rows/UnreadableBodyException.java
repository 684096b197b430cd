package io.github.azuremonitor.appender.emulator.rows;

/** A body from which no rows can be read. */
public final class UnreadableBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the body. */
    public enum Reason {
        /** It is declared as gzip and is not. */
        NOT_GZIP,
        /** Inflated it is larger than the emulator takes. */
        INFLATES_TOO_LARGE,
        /** It is not JSON, or not one JSON value. */
        NOT_JSON,
        /** It is JSON, but not an array of objects. */
        NOT_AN_ARRAY_OF_OBJECTS
    }

    private final Reason reason;
    private final long rawBytes;

    UnreadableBodyException(Reason reason, String message, long rawBytes) {
        super(message);
        this.reason = reason;
        this.rawBytes = rawBytes;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    /** The inflated size, -1 if unknown. */
    public long rawBytes() {
        return rawBytes;
    }
}
