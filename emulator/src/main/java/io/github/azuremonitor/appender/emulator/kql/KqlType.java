package io.github.azuremonitor.appender.emulator.kql;

import java.util.Arrays;
import java.util.Optional;

/** The scalar types; there is no guid and no decimal here. */
public enum KqlType {
    /** True or false. */
    BOOL("bool", "System.SByte"),
    /** A whole number of 32 bits. */
    INT("int", "System.Int32"),
    /** A whole number of 64 bits. */
    LONG("long", "System.Int64"),
    /** A floating point number of 64 bits. */
    REAL("real", "System.Double"),
    /** Text, never null. */
    STRING("string", "System.String"),
    /** A point in time, in ticks of 100 ns. */
    DATETIME("datetime", "System.DateTime"),
    /** A length of time, in ticks of 100 ns. */
    TIMESPAN("timespan", "System.TimeSpan"),
    /** Any JSON. */
    DYNAMIC("dynamic", "System.Object");

    private final String keyword;
    private final String dotNet;

    KqlType(String keyword, String dotNet) {
        this.keyword = keyword;
        this.dotNet = dotNet;
    }

    /** Its name in the language and in answers. */
    public String keyword() {
        return keyword;
    }

    /** What {@code getschema} calls it. */
    String dotNet() {
        return dotNet;
    }

    boolean isInteger() {
        return this == INT || this == LONG;
    }

    boolean isNumber() {
        return isInteger() || this == REAL;
    }

    /** Whether values have an order. */
    boolean isOrdered() {
        return this != DYNAMIC;
    }

    /** The type of a keyword, with its other spellings. */
    static Optional<KqlType> named(String name) {
        String usual = switch (name) {
            case "boolean" -> "bool";
            case "double" -> "real";
            case "date" -> "datetime";
            case "time" -> "timespan";
            default -> name;
        };
        return Arrays.stream(values())
                .filter(type -> type.keyword.equals(usual))
                .findFirst();
    }
}
