package io.github.azuremonitor.appender.emulator.dcr;

import java.util.Arrays;
import java.util.Locale;

/** The types a stream's column may have (Azure Monitor docs, "Structure of a data collection rule"); no guid. */
public enum ColumnType {
    /** Text, at most 64 KB of it. */
    STRING,
    /** A whole number of 32 bits. */
    INT,
    /** A whole number of 64 bits. */
    LONG,
    /** A floating point number. */
    REAL,
    /** True or false. */
    BOOLEAN,
    /** Any JSON. */
    DYNAMIC,
    /** A point in time as ISO-8601 text. */
    DATETIME;

    /** The type by its name in a rule. Throws {@link IllegalArgumentException} for a name no stream may use. */
    static ColumnType named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name()
                        .toLowerCase(Locale.ROOT)
                        .equals(name.toLowerCase(Locale.ROOT))) // tables write dateTime
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name
                        + "' is no column type of a stream; it is one of string, int, long, real, boolean, dynamic,"
                        + " datetime" + (name.equals("guid") ? " (a guid is sent as string)" : "")));
    }
}
