package io.github.azuremonitor.appender.common.column;

import java.util.ArrayList;
import java.util.LinkedHashSet;
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
 * @param text as it was written, for messages
 * @param columns at least one; no two names differ only in case
 */
public record ColumnList(String text, List<Column> columns) {
    /**
     * The preset {@code standard}. Each column is there because queries need it on most days: bytes are billed, so
     * thread, process id and the like have to be asked for.
     */
    public static final ColumnList STANDARD = parse("standard", new ArrayList<>());

    /** Copies the list. */
    public ColumnList {
        columns = List.copyOf(columns);
    }

    /**
     * Reads the setting {@code columns}.
     *
     * @param faults gets one sentence for each fault, with its place in the text and the correction
     * @return the columns without a fault; must not be used if there was one
     */
    public static ColumnList parse(String text, List<String> faults) {
        return new ColumnList(text, new ColumnParser(text, faults).parse());
    }

    /**
     * The patterns that columns use, each once. A pattern's index in this list is its number, which the front end that
     * renders it and the row that shows it both use.
     */
    public static List<String> patterns(List<Column> columns) {
        var patterns = new LinkedHashSet<String>();
        for (Column column : columns) {
            for (Source source : column.content().sources()) {
                if (source.kind() == Source.Kind.PATTERN) {
                    patterns.add(source.key());
                }
            }
        }
        return List.copyOf(patterns);
    }
}
