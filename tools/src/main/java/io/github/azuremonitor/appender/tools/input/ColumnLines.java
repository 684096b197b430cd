package io.github.azuremonitor.appender.tools.input;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns columns that are elements of a configuration into lines of text, as the library does. */
final class ColumnLines {
    static final String COLUMNS = "columns";
    static final String COLUMN = "column";

    private final List<String> lines = new ArrayList<>();

    /** Adds a line unchanged; has no effect if it is blank. */
    void add(@Nullable String text) {
        if (text != null && !text.isBlank()) {
            lines.add(text.strip());
        }
    }

    /** Adds an element: name, type and source, which may be its text. */
    void add(Node column) {
        String source = column.attribute("source");
        String value = source == null ? column.text() : source;
        String name = column.attribute("name");
        String type = column.attribute("type");
        // In Log4j2's other formats a type is the name of a plugin; the column's type follows its name.
        boolean isTyped = type != null && !type.strip().equalsIgnoreCase(COLUMN);
        add(name == null ? value : name + (isTyped ? ":" + type : "") + " = " + value);
    }

    /** All lines. */
    String text() {
        return String.join("\n", lines);
    }
}
