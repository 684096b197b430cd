package io.github.azuremonitor.appender.common.column;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Column types of a DCR stream (Azure Monitor docs, structure of a data collection rule). */
public enum ColumnType {
    /** UTF-8 text, truncated by Azure at 64 KB. */
    STRING,
    /** 32-bit integer. */
    INT,
    /** 64-bit integer. */
    LONG,
    /** Double. */
    REAL,
    /** True or false. */
    BOOLEAN,
    /** JSON. */
    DYNAMIC,
    /** ISO-8601 instant. */
    DATETIME;

    /** The name in a DCR. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable ColumnType named(String name) {
        for (ColumnType type : values()) {
            if (type.text().equals(name)) {
                return type;
            }
        }
        return null;
    }
}
