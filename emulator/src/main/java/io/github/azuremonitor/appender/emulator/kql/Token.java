package io.github.azuremonitor.appender.emulator.kql;

import org.jspecify.annotations.Nullable;

/**
 * A piece of the text.
 *
 * @param at where it begins
 * @param end where it ends
 * @param text its characters; of a name in brackets the name
 * @param type of a literal, else null
 * @param value of a literal
 */
record Token(
        Kind kind,
        int at,
        int end,
        String text,
        @Nullable KqlType type,
        @Nullable Object value) {
    enum Kind {
        NAME,
        LITERAL,
        SYMBOL,
        END
    }

    boolean is(String symbolOrKeyword) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrKeyword);
    }

    /** For a message. */
    @Override
    public String toString() {
        return kind == Kind.END ? "the end of the query" : "'" + text + "'";
    }
}
