package io.github.azuremonitor.appender.common.encode;

import com.fasterxml.jackson.core.io.SerializedString;
import io.github.azuremonitor.appender.common.settings.PropertySelection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which MDC and key-value keys go into the Properties column, decided once per key. Flusher only.
 *
 * <p>Keys that have a column of their own would be billed twice; keys that smell of a secret are left out unless somebody
 * lists them.
 */
final class KeyRules {
    /** Keys beyond this number are decided each time: an application that makes up keys must not fill the heap. */
    private static final int REMEMBERED = 1000;

    private static final List<String> SECRETS =
            List.of("password", "passwd", "secret", "token", "authorization", "cookie", "apikey", "connectionstring");

    private final PropertySelection selection;
    private final Set<String> taken;
    private final Map<String, Rule> rules = new HashMap<>();

    KeyRules(PropertySelection selection, Set<String> taken) {
        this.selection = selection;
        this.taken = taken;
    }

    /** The key as JSON, or null if it stays out. */
    @Nullable SerializedString shipped(String key) {
        Rule rule = rules.get(key);
        if (rule == null) {
            rule = new Rule(ships(key) ? new SerializedString(FieldText.fit(key, 1024)) : null);
            if (rules.size() < REMEMBERED) {
                rules.put(key, rule);
            }
        }
        return rule.name;
    }

    private boolean ships(String key) {
        return switch (selection.kind()) {
            case NONE -> false;
            case LISTED -> selection.keys().contains(key);
            case ALL -> !taken.contains(key) && !isSecret(key);
        };
    }

    static boolean isSecret(String key) {
        String plain =
                key.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(".", "");
        return SECRETS.stream().anyMatch(plain::contains);
    }

    private record Rule(@Nullable SerializedString name) {}
}
