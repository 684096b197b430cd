package io.github.azuremonitor.appender.common.column;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of Azure's own tables, as far as this version knows them: the list ages, so what is not on it is doubtful and not
 * wrong.
 *
 * @param name without a prefix, such as {@code Syslog}
 * @param isListed whether it was known to take rows through the Logs Ingestion API
 * @param columns types by column, without those that Azure fills alone; empty where they are not known here
 * @param mandatory columns that every row needs
 */
public record AzureTable(String name, boolean isListed, Map<String, ColumnType> columns, List<String> mandatory) {
    /** What the name of a custom column on one of these tables ends with. */
    public static final String CUSTOM_ENDING = "_CF";

    /** Date of Microsoft's page that the list was taken from. */
    public static final String AS_OF = "2026-09-28";

    /** What stands before the name of such a table in the {@code outputStream} of a rule. */
    private static final String PREFIX = "Microsoft-";

    /** Streams that a rule declares begin with Custom-; this one says that its rows are for a table of Azure's. */
    private static final String DECLARED_PREFIX = "Custom-" + PREFIX;

    /** Copies the collections. */
    public AzureTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        mandatory = List.copyOf(mandatory);
    }

    /**
     * The table that rows of this stream are for, or null if that is no table of Azure's, as far as the name tells:
     * {@code Microsoft-Syslog} and {@code Custom-Microsoft-Syslog} are for {@code Syslog}.
     */
    public static @Nullable AzureTable ofStream(String stream) {
        for (String prefix : List.of(PREFIX, DECLARED_PREFIX)) {
            if (stream.startsWith(prefix) && stream.length() > prefix.length()) {
                return AzureTables.named(stream.substring(prefix.length()));
            }
        }
        return null;
    }

    /** Name of the stream under which a rule declares the rows of this table. */
    public String declaredStream() {
        return DECLARED_PREFIX + name;
    }

    /** How a rule names this table as the target of rows. */
    public String outputStream() {
        return PREFIX + name;
    }

    /** Why it is doubtful that Azure takes rows for this table, or null if it is not. */
    public @Nullable String doubt() {
        if (isListed) {
            return null;
        }
        String nearest = Spelling.nearest(name, AzureTables.names());
        return "Azure's table " + name + " was not among those that take rows through the Logs Ingestion API on "
                + AS_OF + (nearest == null ? "" : "; nearest is " + nearest);
    }

    /** A sentence for each column that does not fit this table, with what would be right. */
    public List<String> faults(List<Column> sent) {
        var faults = new ArrayList<String>();
        for (String needed : mandatory) {
            if (sent.stream().noneMatch(column -> column.name().equals(needed))) {
                faults.add("column " + needed + " is missing, which every row of Azure's table " + name
                        + " needs; write " + needed + " = timestamp");
            }
        }
        if (!columns.isEmpty()) {
            sent.stream().map(this::fault).filter(fault -> !fault.isEmpty()).forEach(faults::add);
        }
        return faults;
    }

    private String fault(Column column) {
        String wanted = column.name();
        ColumnType type = columns.get(wanted);
        if (type != null) {
            return type == column.type()
                    ? ""
                    : "column " + wanted + " is " + type.text() + " in Azure's table " + name + ", not "
                            + column.type().text() + "; write " + wanted + ":" + type.text();
        }
        if (wanted.endsWith(CUSTOM_ENDING)) {
            return "";
        }
        String nearest = Spelling.nearest(wanted, columns.keySet());
        return "column " + wanted + " is none of Azure's table " + name + ", and custom ones end in _CF; write "
                + (nearest == null ? "" : nearest + " or ") + wanted + CUSTOM_ENDING;
    }
}
