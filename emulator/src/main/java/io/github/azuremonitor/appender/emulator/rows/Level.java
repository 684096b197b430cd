package io.github.azuremonitor.appender.emulator.rows;

import java.util.List;
import java.util.Locale;

/** Families of levels, whatever a client calls them; the page has the same ones (dom.js). */
final class Level {
    /** From the most serious one on. */
    static final List<String> FAMILIES = List.of("error", "warn", "info", "debug", "other");

    private Level() {}

    static String family(String level) {
        String upper = level.toUpperCase(Locale.ROOT);
        if (upper.startsWith("ERR") || upper.startsWith("FATAL") || upper.startsWith("CRIT")) {
            return "error";
        }
        return upper.startsWith("WARN")
                ? "warn"
                : upper.startsWith("INFO")
                        ? "info"
                        : upper.startsWith("DEBUG") || upper.startsWith("TRACE") ? "debug" : "other";
    }
}
