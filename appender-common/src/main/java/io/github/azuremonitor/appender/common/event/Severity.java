package io.github.azuremonitor.appender.common.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Levels in rising order, with the severity number that the OpenTelemetry log data model gives them. */
public enum Severity {
    /** Finest detail. */
    TRACE(1),
    /** Detail for developers. */
    DEBUG(5),
    /** Normal operation. */
    INFO(9),
    /** Something to look at. */
    WARN(13),
    /** Something failed. */
    ERROR(17),
    /** The application cannot go on; known to Log4j2 only. */
    FATAL(21);

    private final int number;

    Severity(int number) {
        this.number = number;
    }

    /** Severity number, 1 to 21, of the OpenTelemetry log data model. */
    public int number() {
        return number;
    }

    /** Whether this level is as severe as {@code other} or more. */
    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }

    /** The level of that name in any case, or null. */
    public static @Nullable Severity named(String name) {
        for (Severity severity : values()) {
            if (severity.name().equals(name.toUpperCase(Locale.ROOT))) {
                return severity;
            }
        }
        return null;
    }
}
