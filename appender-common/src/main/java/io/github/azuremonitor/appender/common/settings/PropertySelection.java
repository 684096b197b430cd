package io.github.azuremonitor.appender.common.settings;

import java.util.List;

/**
 * Which MDC and key-value pairs go into the Properties column.
 *
 * @param kind all, none or the listed ones
 * @param keys the listed keys in the order given; empty for the other kinds
 */
public record PropertySelection(Kind kind, List<String> keys) {

    /** All, none or some. */
    public enum Kind {
        /** Every pair. */
        ALL,
        /** No pair. */
        NONE,
        /** The pairs whose keys are listed. */
        LISTED
    }

    /** Every pair. */
    public static final PropertySelection ALL = new PropertySelection(Kind.ALL, List.of());

    /** No pair. */
    public static final PropertySelection NONE = new PropertySelection(Kind.NONE, List.of());

    /** Copies the keys; throws if keys and kind do not go together. */
    public PropertySelection {
        keys = List.copyOf(keys);
        if (keys.isEmpty() == (kind == Kind.LISTED)) {
            throw new IllegalArgumentException("keys belong to LISTED, and to LISTED alone");
        }
    }
}
