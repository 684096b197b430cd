package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.settings.ValueParser.Refused;
import io.github.azuremonitor.appender.common.text.NameMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parsers for words: switches, levels, what happens when the ring is full, which properties are sent. */
final class WordParsers {
    private static final String LISTED = "listed:";
    private static final String DROP_BELOW = "drop-below";

    private WordParsers() {}

    /** {@code true}, {@code false}, {@code on} or {@code off}. */
    static boolean onOff(String text) throws Refused {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "on" -> true;
            case "false", "off" -> false;
            default -> throw new Refused("is neither on nor off; write true, false, on or off");
        };
    }

    /** A level, or empty for {@code none}. */
    static Optional<Severity> levelOrNone(String text) throws Refused {
        if (text.equalsIgnoreCase("none")) {
            return Optional.empty();
        }
        if (text.equalsIgnoreCase("all") || text.equalsIgnoreCase("off")) {
            throw new Refused("is not a level here; write TRACE to FATAL, or none");
        }
        return Optional.of(level(text, ", or none"));
    }

    /** {@code block}, {@code drop} or {@code drop-below:LEVEL}. */
    static Overflow overflow(String text) throws Refused {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("block")) {
            return new Overflow(WhenFull.BLOCK, null);
        }
        if (word.equals("drop")) {
            return new Overflow(WhenFull.DROP, null);
        }
        if (word.equals(DROP_BELOW)) {
            throw new Refused("has no level; write drop-below:WARN for example");
        }
        if (word.startsWith(DROP_BELOW + ":")) {
            String level = text.substring(DROP_BELOW.length() + 1).strip();
            return new Overflow(WhenFull.DROP_BELOW, level(level, " after drop-below:"));
        }
        throw new Refused("is none of block, drop, drop-below:LEVEL; write drop-below:WARN for example");
    }

    /** {@code all}, {@code none} or {@code listed: key1, key2}. */
    static PropertySelection properties(String text) throws Refused {
        if (text.equalsIgnoreCase("all")) {
            return PropertySelection.ALL;
        }
        if (text.equalsIgnoreCase("none")) {
            return PropertySelection.NONE;
        }
        if (!text.regionMatches(true, 0, LISTED, 0, LISTED.length())) {
            throw new Refused("is neither all nor none; write listed: key1, key2 to name single keys");
        }
        List<String> keys = list(text.substring(LISTED.length())).distinct().toList();
        if (keys.isEmpty()) {
            throw new Refused("lists no key; write listed: key1, key2, or none");
        }
        return new PropertySelection(PropertySelection.Kind.LISTED, keys);
    }

    /** The parts of a comma-separated list without surrounding blanks; empty parts are left out. */
    static Stream<String> list(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).filter(part -> !part.isEmpty());
    }

    private static Severity level(String text, String where) throws Refused {
        Severity level = Severity.named(text);
        if (level != null) {
            return level;
        }
        List<String> names = Stream.of(Severity.values()).map(Severity::name).toList();
        // Other frameworks write WARNING and INFORMATION.
        String meant = names.stream()
                .filter(text.toUpperCase(Locale.ROOT)::startsWith)
                .findFirst()
                .orElseGet(() -> NameMatch.nearest(text, names));
        throw new Refused("is not a level; write " + (meant == null ? String.join(", ", names) + where : meant));
    }

    /**
     * What a log call does when the ring is full.
     *
     * @param whenFull wait or drop
     * @param dropBelow the first level that waits, for {@link WhenFull#DROP_BELOW}
     */
    record Overflow(WhenFull whenFull, @Nullable Severity dropBelow) {}
}
