package io.github.azuremonitor.appender.tools.input;

import java.util.ArrayList;
import java.util.List;
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

    /** An element: name, type and source, which may be its text. */
    void add(Node column) {
        String source = column.attribute("source");
        String value = source == null ? column.text() : source;
        String name = column.attribute("name");
        String type = column.attribute("type");
        // In the forms of Log4j2 that are not XML a type is the name of a plugin; the column's stands behind its name.
        boolean isTyped = type != null && !type.strip().equalsIgnoreCase(COLUMN);
        add(name == null ? value : name + (isTyped ? ":" + type : "") + " = " + value);
    }

    /** All lines. */
    String text() {
        return String.join("\n", lines);
    }
}
