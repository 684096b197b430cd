package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a query wants: {@code where=Level:ERROR}, {@code where=Logger:com.example.*}, {@code text=timeout}, and by the
 * family of a level {@code level=Level:error}, which takes FATAL and Critical, too.
 */
final class RowFilter {
    private final Map<String, String> wanted;
    private final Map<String, String> families;
    private final @Nullable String text;

    private RowFilter(Map<String, String> wanted, Map<String, String> families, @Nullable String text) {
        this.wanted = wanted;
        this.families = families;
        this.text = text;
    }

    /** Throws {@link IllegalArgumentException} if the text is not understood. */
    static RowFilter of(Call call) {
        String text = call.query("text");
        Map<String, String> families = conditions("level", call.query("level"));
        families.values().stream()
                .filter(family -> !Level.FAMILIES.contains(family))
                .findFirst()
                .ifPresent(family -> {
                    throw new IllegalArgumentException(
                            "level is Column: and one of error, warn, info, debug or other, not '" + call.query("level")
                                    + "'");
                });
        return new RowFilter(
                conditions("where", call.query("where")),
                families,
                text == null || text.isBlank() ? null : text.toLowerCase(Locale.ROOT));
    }

    private static Map<String, String> conditions(String name, @Nullable String where) {
        Map<String, String> wanted = new LinkedHashMap<>();
        if (where != null && !where.isBlank()) {
            for (String condition : where.split(";", -1)) {
                int colon = condition.indexOf(':');
                if (colon <= 0) {
                    throw new IllegalArgumentException(
                            name + " is Column:value, several with a semicolon between them, not '" + condition + "'");
                }
                wanted.put(
                        condition.substring(0, colon),
                        condition.substring(colon + 1).toLowerCase(Locale.ROOT));
            }
        }
        return wanted;
    }

    boolean takesAll() {
        return wanted.isEmpty() && families.isEmpty() && text == null;
    }

    boolean takes(Map<String, JsonNode> row) {
        for (Map.Entry<String, String> condition : wanted.entrySet()) {
            if (!matches(text(row.get(condition.getKey())), condition.getValue())) {
                return false;
            }
        }
        for (Map.Entry<String, String> family : families.entrySet()) {
            if (!Level.family(text(row.get(family.getKey()))).equals(family.getValue())) {
                return false;
            }
        }
        String part = text;
        return part == null
                || row.values().stream().anyMatch(value -> text(value).contains(part));
    }

    private static boolean matches(String value, String wanted) {
        return wanted.endsWith("*") ? value.startsWith(wanted.substring(0, wanted.length() - 1)) : value.equals(wanted);
    }

    private static String text(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "";
        }
        return (value.isValueNode() ? value.asText() : value.toString()).toLowerCase(Locale.ROOT);
    }
}
