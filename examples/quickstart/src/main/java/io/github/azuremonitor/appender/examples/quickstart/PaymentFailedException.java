package io.github.azuremonitor.appender.examples.quickstart;

/** The bank did not answer as hoped. */
final class PaymentFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    PaymentFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
