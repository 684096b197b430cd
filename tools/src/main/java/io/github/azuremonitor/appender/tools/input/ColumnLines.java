package io.github.azuremonitor.appender.tools.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns that a configuration has as elements, made into the lines of text that the library makes of them. */
final class ColumnLines {
    static final String COLUMNS = "columns";
    static final String COLUMN = "column";

    private final List<String> lines = new ArrayList<>();

    /** A line as it is; without effect if it is blank. */
    void add(@Nullable String text) {
        if (text != null && !text.isBlank()) {
            lines.add(text.strip());
        }
    }

    /**
     * An element of Log4j2's.
     *
     * @param source the attribute, or the text of the element
     */
    void add(@Nullable String name, @Nullable String type, @Nullable String source) {
        String value = source == null ? "" : source;
        add(name == null ? value : name + (type == null ? "" : ":" + type) + " = " + value);
    }

    /** Puts the lines behind what the setting has already. */
    void addTo(Map<String, String> settings, Placeholders placeholders) {
        if (!lines.isEmpty()) {
            settings.merge(
                    COLUMNS,
                    placeholders.resolve(String.join("\n", lines)),
                    (text, more) -> text.isBlank() ? more : text + "\n" + more);
        }
    }
}
