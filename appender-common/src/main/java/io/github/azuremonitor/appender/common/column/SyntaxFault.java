package io.github.azuremonitor.appender.common.column;

/** What is wrong with one entry, and where. */
public final class SyntaxFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    /** @param position place in the text, from zero */
    public SyntaxFault(int position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    /** Place in the text, from zero. */
    public int position() {
        return position;
    }

    /** What is wrong and what would be right. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
