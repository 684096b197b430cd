package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.text.NameMatch;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds names of variables and properties that have all of a setting's name right but the prefix, such as
 * {@code AZURE_MONITOR_LOG_COLUMNS}.
 */
final class MisspeltPrefix {
    /** Without case and separators, as the names are compared. */
    private static final String RIGHT = "azuremonitorlogs";

    private static final Set<String> TAKEN_FOR_IT = Set.of("azuremonitorlogging", "azuremonitorappender");

    /** Typing errors in a prefix: one more, and it may be that of another product. */
    private static final int MOST_ERRORS = 2;

    /** Names with a name or number of an entry behind them. */
    private static final Set<String> WITH_ENTRIES =
            Set.of(Setting.COLUMNS.name(), Setting.ROUTES.name(), Setting.PROPERTIES.name(), "EXCLUDED_LOGGERS");

    private static final Pattern SEPARATORS = Pattern.compile("[-_.\\[\\]]+");

    private MisspeltPrefix() {}

    /** Whether a name is worth a look. Nearly all variables of a machine are not, and a start passes through all of them. */
    static boolean mayBegin(String name) {
        String plain = NameMatch.plain(name);
        // Two errors, each of which may be a swap across a border, cannot spoil all of them.
        return plain.contains("azu") || plain.contains("mon") || plain.contains("ito") || plain.contains("ogs");
    }

    /** The one of the settings, in upper case with underscores, that is meant; or null. */
    static @Nullable String meant(String name, Collection<String> settings) {
        List<String> words = List.of(SEPARATORS.split(name));
        for (int end = 1; end < words.size(); end++) {
            if (isPrefix(joined(words.subList(0, end)))) {
                List<String> rest = words.subList(end, words.size());
                for (String setting : settings) {
                    if (isNamedBy(rest, setting)) {
                        return setting;
                    }
                }
            }
        }
        return null;
    }

    private static boolean isPrefix(String words) {
        return TAKEN_FOR_IT.contains(words) || NameMatch.distance(words, RIGHT) <= MOST_ERRORS;
    }

    private static boolean isNamedBy(List<String> words, String setting) {
        String name = NameMatch.plain(setting);
        for (int end = 1; end <= words.size(); end++) {
            if (joined(words.subList(0, end)).equals(name)) {
                return end == words.size() || WITH_ENTRIES.contains(setting);
            }
        }
        return false;
    }

    private static String joined(List<String> words) {
        return NameMatch.plain(String.join("", words));
    }
}
