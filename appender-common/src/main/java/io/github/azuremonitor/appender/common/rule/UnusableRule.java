package io.github.azuremonitor.appender.common.rule;

/** Why a file is no rule that columns could be compared with; the message is for people. */
public final class UnusableRule extends Exception {
    private static final long serialVersionUID = 1;

    UnusableRule(String message) {
        super(message, null, false, false);
    }
}
