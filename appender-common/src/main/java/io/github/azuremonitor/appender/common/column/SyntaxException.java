package io.github.azuremonitor.appender.common.column;

/** What is wrong with one entry, and where. */
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    /** @param position place in the text, from zero */
    public SyntaxException(int position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    /** Place in the text, from zero. */
    public int position() {
        return position;
    }

    /** What is wrong, with the correction. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
