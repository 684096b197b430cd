package io.github.azuremonitor.appender.common.settings;

/**
 * Parses one kind of value.
 *
 * @param <T> what the text stands for
 */
@FunctionalInterface
interface ValueParser<T> {

    /** The value of a trimmed, non-empty text. */
    T read(String text) throws Refused;

    /** Says what is wrong with a text, with the correction; does not leave this package. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }
    }
}
