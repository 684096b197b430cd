package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.settings.PropertySelection;
import io.github.azuremonitor.appender.common.text.SecretNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which keys one wildcard takes and under which names, decided once per key. Any thread.
 *
 * <p>Keys that another column takes would be billed twice; keys that look like a secret are left out unless somebody names
 * them.
 */
final class KeyRules {
    /** Keys beyond this number are decided each time: an application that makes up keys must not fill the heap. */
    private static final int REMEMBERED = 1000;

    private final PropertySelection selection;
    private final String pattern;
    private final String name;
    private final List<String> except;
    private final TakenKeys taken;
    private final Map<String, Rule> rules = new ConcurrentHashMap<>();

    /**
     * @param pattern of the keys, with {@code *}
     * @param name under which they are shipped: the pattern for the same, else with {@code *} for what that of the pattern was
     * @param except patterns of keys that stay out, in small letters
     */
    KeyRules(PropertySelection selection, String pattern, String name, List<String> except, TakenKeys taken) {
        this.selection = selection;
        this.pattern = pattern;
        this.name = name;
        this.except = except;
        this.taken = taken;
    }

    /** The name as JSON, or null if the key stays out. */
    @Nullable FieldName shipped(String key) {
        Rule rule = rules.get(key);
        if (rule == null) {
            rule = new Rule(ships(key) ? new FieldName(FieldText.fit(name(key), 1024)) : null);
            if (rules.size() < REMEMBERED) {
                rules.put(key, rule);
            }
        }
        return rule.name;
    }

    private String name(String key) {
        return name.equals(pattern) ? key : KeyPattern.renamed(key, pattern, name);
    }

    private boolean ships(String key) {
        if (!KeyPattern.fits(pattern, key) || isExcepted(key)) {
            return false;
        }
        return switch (selection.kind()) {
            case NONE -> false;
            case LISTED -> selection.keys().contains(key);
            case ALL -> !taken.isTaken(key, pattern) && !SecretNames.looksSecret(key);
        };
    }

    private boolean isExcepted(String key) {
        String small = key.toLowerCase(Locale.ROOT);
        return except.stream().anyMatch(excepted -> KeyPattern.fits(excepted, small));
    }

    private record Rule(@Nullable FieldName name) {}
}
