package io.github.azuremonitor.appender.emulator.kql;

import org.jspecify.annotations.Nullable;

/** What a column of a {@code parse} takes by its type, in Kusto's syntax; as measured, see {@link ParsePattern}. */
final class ParseShapes {
    private static final String WHOLE = "\\s*[-+]?\\d+";

    private ParseShapes() {}

    /** Of a column before a star, or null where nobody has seen it. */
    static @Nullable String of(@Nullable KqlType type) {
        if (type == KqlType.LONG || type == KqlType.INT) {
            return WHOLE;
        }
        if (type == KqlType.REAL) {
            return "\\s*[-+]?(?:\\d+\\.?\\d*|\\.\\d+)";
        }
        return type == KqlType.BOOL ? "\\s*(?:(?i:true|false)|[-+]?\\d+)" : null;
    }

    /** Of a column that is no text, with kind=regex. */
    static String ofRegex(@Nullable KqlType type) {
        if (type == KqlType.REAL) {
            return "\\s*[-+]?\\d+(?:\\.\\d+)?";
        }
        if (type == KqlType.BOOL) {
            return "\\s*(?i:true|false)";
        }
        if (type == KqlType.DATETIME) {
            return "\\s*(?:\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}/\\d{1,2}/\\d{1,4})"
                    + "(?:[Tt\\x20]\\s*\\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:\\.\\d*)?)?)?"
                    + "(?:[Zz]|[-+]\\d{1,2}(?::\\d{1,2})?)?";
        }
        if (type == KqlType.TIMESPAN) {
            return "\\s*-?(?:\\d+\\.\\d{1,2}:\\d{1,2}:\\d{1,2}|\\d{1,2}:\\d{1,2}(?::\\d{1,2})?)(?:\\.\\d*)?";
        }
        return WHOLE;
    }
}
