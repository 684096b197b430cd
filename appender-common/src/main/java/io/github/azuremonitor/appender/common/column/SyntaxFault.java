package io.github.azuremonitor.appender.common.column;

/** What is wrong with one entry, and where. */
final class SyntaxFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    SyntaxFault(int position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    int position() {
        return position;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
