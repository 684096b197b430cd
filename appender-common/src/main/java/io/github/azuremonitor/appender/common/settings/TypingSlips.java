package io.github.azuremonitor.appender.common.settings;

import java.util.Locale;

/** What makes a value wrong and is hard to see in the line that shows it: quotes, and characters without a shape. */
final class TypingSlips {
    private static final String QUOTES = "\"'\u201c\u201d\u2018\u2019`";

    private TypingSlips() {}

    /** The end of a sentence about the value; empty if nothing is hard to see. Does not quote the value, which may be a secret. */
    static String describe(String text) {
        if (isInQuotes(text)) {
            return "; the quotes are part of the value, leave them out";
        }
        for (int i = 0; i < text.length(); i++) {
            if (isInvisible(text.charAt(i))) {
                return String.format(
                        Locale.ROOT, "; it has a character in it that nobody sees, U+%04X: type it anew", (int)
                                text.charAt(i));
            }
        }
        return "";
    }

    private static boolean isInQuotes(String text) {
        int last = text.length() - 1;
        if (last < 1 || !isQuote(text.charAt(0)) || !isQuote(text.charAt(last))) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            if (isQuote(text.charAt(i))) {
                // A list of several quoted texts.
                return false;
            }
        }
        return true;
    }

    private static boolean isQuote(char character) {
        return QUOTES.indexOf(character) >= 0;
    }

    private static boolean isInvisible(char character) {
        return switch (Character.getType(character)) {
            case Character.FORMAT -> true;
            case Character.CONTROL -> !Character.isWhitespace(character);
            case Character.SPACE_SEPARATOR -> character != ' ';
            default -> false;
        };
    }
}
