package io.github.azuremonitor.appender.common.rule;

import io.github.azuremonitor.appender.common.column.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stream as a rule declares it.
 *
 * @param columns types by column, as written in the rule
 * @param outputStream destination of its rows; empty if no flow takes them
 */
public record DeclaredStream(String name, Map<String, String> columns, String outputStream) {
    /** Copies the columns. */
    public DeclaredStream {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** Whether Azure keeps that column; undeclared columns are billed and dropped. */
    public boolean declares(Column sent) {
        return columns.containsKey(sent.name());
    }

    /** One line for each column that Azure would drop or lose; none if all fit. */
    public List<String> misfits(List<Column> sent) {
        var misfits = new ArrayList<String>();
        for (Column column : sent) {
            String type = columns.get(column.name());
            if (type == null) {
                String other = columns.keySet().stream()
                        .filter(declared -> declared.equalsIgnoreCase(column.name()))
                        .findFirst()
                        .orElse("");
                misfits.add(column.name() + " is not declared, so Azure drops it"
                        + (other.isEmpty() ? "" : "; " + other + " is, and case counts"));
            } else if (!type.equalsIgnoreCase(column.type().text())) {
                misfits.add(column.name() + " is declared as " + type + ", but sent as "
                        + column.type().text() + "; values that do not fit become null");
            }
        }
        return misfits;
    }

    /** Declared columns that are not sent and stay empty. */
    public List<String> unused(List<Column> sent) {
        var names = new ArrayList<>(columns.keySet());
        sent.forEach(column -> names.remove(column.name()));
        return names;
    }
}
