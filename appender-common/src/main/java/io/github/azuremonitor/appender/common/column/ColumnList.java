package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a row in their order, from the setting {@code columns}.
 *
 * <p>The text is {@code standard}, or entries {@code Name[:type] = source} separated by new lines or semicolons;
 * {@code standard} may stand as the first entry and be added to:
 *
 * <pre>{@code
 * standard
 * Thread       = thread
 * Pid:long     = pid
 * OrderId:long = mdc.orderId
 * }</pre>
 *
 * @param columns at least one, with names that differ in more than case
 */
public record ColumnList(List<Column> columns) {
    /**
     * The preset {@code standard}. Each column is there because a query needs it on most days: bytes are billed, so
     * thread, process id and the like are left to those who ask for them.
     */
    public static final ColumnList STANDARD = new ColumnList(List.of(
            Column.of("TimeGenerated", Kind.TIMESTAMP),
            Column.of("Level", Kind.LEVEL),
            Column.of("Logger", Kind.LOGGER),
            Column.of("Message", Kind.MESSAGE),
            Column.of("ExceptionType", Kind.EXCEPTION_TYPE),
            Column.of("StackTrace", Kind.STACK_TRACE),
            Column.of("TraceId", Kind.TRACE_ID),
            Column.of("SpanId", Kind.SPAN_ID),
            Column.of("AppName", Kind.APP_NAME),
            Column.of("AppInstance", Kind.APP_INSTANCE),
            Column.of("Properties", Kind.PROPERTIES)));

    /** Copies the list. */
    public ColumnList {
        columns = List.copyOf(columns);
    }

    /**
     * Reads the setting {@code columns}.
     *
     * @param faults gets one sentence for each fault, with what would be right
     * @return the columns without a fault; not to be used if there was one
     */
    public static ColumnList parse(String text, List<String> faults) {
        var columns = new ArrayList<Column>();
        for (String line : text.split("[\n;]", -1)) {
            String entry = line.strip();
            if (entry.equals("standard")) {
                columns.addAll(STANDARD.columns);
            } else if (!entry.isEmpty()) {
                parseEntry(entry, columns, faults);
            }
        }
        if (columns.isEmpty() && faults.isEmpty()) {
            faults.add("has no column; write standard or Name:type = source");
        }
        ColumnNames.check(columns, faults);
        return new ColumnList(columns);
    }

    private static void parseEntry(String entry, List<Column> columns, List<String> faults) {
        int equals = entry.indexOf('=');
        if (equals < 0) {
            faults.add("'" + entry + "' is not Name:type = source");
            return;
        }
        String left = entry.substring(0, equals).strip();
        String right = entry.substring(equals + 1).strip();
        int colon = left.indexOf(':');
        String name = colon < 0 ? left : left.substring(0, colon).strip();
        Source source = Source.parse(right);
        if (source == null) {
            faults.add("'" + right + "' of column " + name + " is not a source; nearest is "
                    + ColumnNames.nearestSource(right));
            return;
        }
        ColumnType type = source.kind().type();
        if (colon >= 0) {
            String typeName = left.substring(colon + 1).strip();
            ColumnType named = ColumnType.named(typeName);
            if (named == null) {
                faults.add("'" + typeName + "' of column " + name
                        + " is not a type; types are string, int, long, real, boolean, dynamic, datetime");
                return;
            }
            type = named;
        }
        columns.add(new Column(name, type, source));
    }
}
