package io.github.azuremonitor.appender.tools.input;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves <code>${…}</code> as Logback, Log4j2 and Spring do for what a configuration file itself, the environment and
 * the system properties hold. What is unknown stays as it is: the library takes it as not configured.
 */
final class Placeholders {
    private static final int MOST_STEPS = 1000;

    /** Stands for the beginning of one that is unknown, so that it is not looked at again. */
    private static final String UNKNOWN = "\u0001{";

    private final Map<String, String> properties = new HashMap<>();
    private final Function<String, @Nullable String> environment;

    Placeholders(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** What the file defines; a later definition does not change an earlier one's text. */
    void define(String name, String value) {
        properties.put(name, resolve(value));
    }

    String resolve(String text) {
        String resolved = text.replace("$${", "${");
        for (int step = 0; step < MOST_STEPS; step++) {
            int start = resolved.lastIndexOf("${");
            if (start < 0) {
                break;
            }
            int end = resolved.indexOf('}', start);
            String value = end < 0 ? null : value(resolved.substring(start + 2, end));
            resolved = value == null
                    ? resolved.substring(0, start) + UNKNOWN + resolved.substring(start + 2)
                    : resolved.substring(0, start) + value + resolved.substring(end + 1);
        }
        return resolved.replace(UNKNOWN, "${");
    }

    private @Nullable String value(String inner) {
        int dash = inner.indexOf(":-");
        if (dash >= 0) {
            String known = named(inner.substring(0, dash));
            return known == null || known.isEmpty() ? inner.substring(dash + 2) : known;
        }
        String known = named(inner);
        if (known != null) {
            return known;
        }
        // Spring's own default stands behind the first colon; a kind of Log4j2 is no name.
        int colon = inner.indexOf(':');
        boolean kind = inner.startsWith("env:") || inner.startsWith("sys:");
        int from = kind ? inner.indexOf(':', colon + 1) : colon;
        if (from < 0) {
            return null;
        }
        known = named(inner.substring(0, from));
        return known == null ? inner.substring(from + 1) : known;
    }

    private @Nullable String named(String name) {
        if (name.startsWith("env:")) {
            return environment.apply(name.substring(4));
        }
        if (name.startsWith("sys:")) {
            return System.getProperty(name.substring(4));
        }
        String own = properties.get(name);
        if (own == null) {
            own = System.getProperty(name);
        }
        return own == null ? environment.apply(name) : own;
    }
}
