package io.github.azuremonitor.appender.common.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Levels in rising order, with the severity number that the OpenTelemetry log data model gives them. */
public enum Severity {
    /** Finest detail. */
    TRACE(1, "debug"),
    /** Detail for developers. */
    DEBUG(5, "debug"),
    /** Normal operation. */
    INFO(9, "info"),
    /** Something to look at. */
    WARN(13, "warning"),
    /** Something failed. */
    ERROR(17, "err"),
    /** The application cannot go on; known to Log4j2 only. */
    FATAL(21, "crit");

    private final int number;
    private final String syslog;

    Severity(int number, String syslog) {
        this.number = number;
        this.syslog = syslog;
    }

    /** Severity number, 1 to 21, of the OpenTelemetry log data model. */
    public int number() {
        return number;
    }

    /** Name of the severity in syslog (RFC 5424, as syslog daemons and Azure's table Syslog spell it). */
    public String syslog() {
        return syslog;
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
