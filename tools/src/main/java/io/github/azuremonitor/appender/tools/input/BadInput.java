package io.github.azuremonitor.appender.tools.input;

/** The user's input cannot be used; the message is one line that says what and why. */
public final class BadInput extends Exception {
    private static final long serialVersionUID = 1;

    /** @param line for the user, without the name of the command */
    public BadInput(String line) {
        super(line, null, false, false);
    }
}
