package io.github.azuremonitor.appender.common.rule;

/** Why columns cannot be compared with the rule in a file; the message is for people. */
final class UnusableRuleException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableRuleException(String message) {
        super(message, null, false, false);
    }
}
