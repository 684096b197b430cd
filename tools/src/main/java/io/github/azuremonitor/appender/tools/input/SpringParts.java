package io.github.azuremonitor.appender.tools.input;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings that stand in Spring's properties as a list or a map, as the starter binds them: one line for each part. */
final class SpringParts {
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z-]+)\\[(\\d{1,4})]");
    private static final Pattern COLUMN = Pattern.compile("(columns)(?:\\.([\\w-]+)|\\.?\\[([^\\]]*\\D[^\\]]*)])");

    private final Map<String, TreeMap<Integer, String>> lists = new LinkedHashMap<>();
    private final Map<String, StringBuilder> maps = new LinkedHashMap<>();

    SpringParts(Map<String, String> lines) {
        lines.forEach((name, value) -> {
            String part =
                    name.startsWith(Settings.SPRING_PREFIX) ? name.substring(Settings.SPRING_PREFIX.length()) : "";
            Matcher entry = ENTRY.matcher(part);
            Matcher column = COLUMN.matcher(part);
            if (entry.matches()) {
                lists.computeIfAbsent(entry.group(1), setting -> new TreeMap<>())
                        .put(Integer.valueOf(entry.group(2)), value);
            } else if (column.matches()) {
                String key = column.group(2) == null ? column.group(3) : column.group(2);
                maps.computeIfAbsent(column.group(1), setting -> new StringBuilder())
                        .append(key)
                        .append(" = ")
                        .append(value)
                        .append('\n');
            }
        });
    }

    /** A text wins over its parts. */
    void addTo(Map<String, String> settings, Placeholders placeholders) {
        lists.forEach((setting, entries) -> settings.putIfAbsent(
                Settings.flat(setting),
                placeholders.resolve(String.join("\n", entries.values())).strip()));
        maps.forEach((setting, text) -> settings.putIfAbsent(
                Settings.flat(setting), placeholders.resolve(text.toString()).strip()));
    }
}
