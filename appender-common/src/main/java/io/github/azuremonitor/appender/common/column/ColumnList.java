package io.github.azuremonitor.appender.common.column;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a row in their order, from the setting {@code columns}.
 *
 * <p>The text is a preset, or entries {@code Name[:type] = source} separated by new lines or semicolons, or both:
 *
 * <pre>{@code
 * standard
 * Thread       = thread
 * OrderId:long = mdc.orderId | kv.orderId
 * }</pre>
 *
 * @param columns at least one, with names that differ in more than case
 */
public record ColumnList(List<Column> columns) {
    /**
     * The preset {@code standard}. Each column is there because a query needs it on most days: bytes are billed, so
     * thread, process id and the like are left to those who ask for them.
     */
    public static final ColumnList STANDARD = parse("standard", new ArrayList<>());

    /** Copies the list. */
    public ColumnList {
        columns = List.copyOf(columns);
    }

    /**
     * Reads the setting {@code columns}.
     *
     * @param faults gets one sentence for each fault, with its place in the text and what would be right
     * @return the columns without a fault; not to be used if there was one
     */
    public static ColumnList parse(String text, List<String> faults) {
        return new ColumnList(new ColumnParser(text, faults).parse());
    }

    /**
     * The patterns that some columns ask for, each once. A pattern's place in this list is its number, by which the front
     * end that renders it and the row that shows it understand each other.
     */
    public static List<String> patterns(List<Column> columns) {
        return columns.stream()
                .flatMap(column -> column.content().sources())
                .filter(source -> source.kind() == Source.Kind.PATTERN)
                .map(Source::key)
                .distinct()
                .toList();
    }
}
