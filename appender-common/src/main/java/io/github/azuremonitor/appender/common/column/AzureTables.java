package io.github.azuremonitor.appender.common.column;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The list of Azure's own tables in {@code azure-tables.txt}, read when a stream first needs it. */
final class AzureTables {
    /** Microsoft requires it of every table, so also of unlisted ones. */
    static final List<String> ALWAYS_MANDATORY = List.of("TimeGenerated");

    private static final Map<String, AzureTable> LISTED = read();

    private AzureTables() {}

    static AzureTable named(String name) {
        return LISTED.getOrDefault(name, new AzureTable(name, false, Map.of(), ALWAYS_MANDATORY));
    }

    static Set<String> names() {
        return LISTED.keySet();
    }

    private static Map<String, AzureTable> read() {
        Map<String, AzureTable> tables = new LinkedHashMap<>();
        InputStream file = Objects.requireNonNull(AzureTables.class.getResourceAsStream("azure-tables.txt"));
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            AzureTable table = new AzureTable("", false, Map.of(), List.of());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("  ")) {
                    table = with(table, line.strip().split(" ", -1));
                    tables.put(table.name(), table);
                } else if (!line.startsWith("#")) {
                    table = new AzureTable(line, true, Map.of(), ALWAYS_MANDATORY);
                    tables.put(line, table);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("the jar of this library is damaged", broken);
        }
        return tables;
    }

    /** The table with one more column: its name, its type, and perhaps {@code mandatory}. */
    private static AzureTable with(AzureTable table, String[] words) {
        Map<String, ColumnType> columns = new LinkedHashMap<>(table.columns());
        columns.put(words[0], Objects.requireNonNull(ColumnType.named(words[1])));
        Set<String> mandatory = new LinkedHashSet<>(table.mandatory());
        if (words.length > 2) {
            mandatory.add(words[0]);
        }
        return new AzureTable(table.name(), true, columns, List.copyOf(mandatory));
    }
}
