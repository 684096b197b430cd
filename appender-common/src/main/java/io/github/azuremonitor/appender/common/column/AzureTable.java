package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.text.NameMatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of Azure's own tables, as this version knows them: the list ages, so a table that is not on it is doubtful, not
 * wrong.
 *
 * @param name without a prefix, such as {@code Syslog}
 * @param isListed whether it is known to accept rows through the Logs Ingestion API
 * @param columns types by column, without those that only Azure fills; empty if unknown here
 * @param mandatory columns that every row needs
 */
public record AzureTable(String name, boolean isListed, Map<String, ColumnType> columns, List<String> mandatory) {
    /** Suffix of a custom column in one of these tables. */
    public static final String CUSTOM_ENDING = "_CF";

    /** Date of Microsoft's page that the list was taken from. */
    public static final String AS_OF = "2026-09-28";

    /** Prefix of such a table's name in the {@code outputStream} of a rule. */
    private static final String PREFIX = "Microsoft-";

    /**
     * Streams that a rule declares begin with Custom-; this prefix means that the rows are for one of Azure's tables.
     */
    private static final String DECLARED_PREFIX = "Custom-" + PREFIX;

    /** Copies the collections. */
    public AzureTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        mandatory = List.copyOf(mandatory);
    }

    /**
     * The table that rows of this stream are for, or null if the name does not say that it is one of Azure's:
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

    /** Name of the stream that a rule declares for this table. */
    public String declaredStream() {
        return DECLARED_PREFIX + name;
    }

    /** Name of this table in a rule's {@code outputStream}. */
    public String outputStream() {
        return PREFIX + name;
    }

    /** Why Azure may not accept rows for this table, or null if it should. */
    public @Nullable String doubt() {
        if (isListed) {
            return null;
        }
        String nearest = NameMatch.nearest(name, AzureTables.names());
        return "Azure's table " + name + " was not among those that take rows through the Logs Ingestion API on "
                + AS_OF + (nearest == null ? "" : "; nearest is " + nearest);
    }

    /** One sentence for each column that does not fit this table, with the correction. */
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
        String nearest = NameMatch.nearest(wanted, columns.keySet());
        return "column " + wanted + " is none of Azure's table " + name + ", and custom ones end in _CF; write "
                + (nearest == null ? "" : nearest + " or ") + wanted + CUSTOM_ENDING;
    }
}
