package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.kql.Kql;
import io.github.azuremonitor.appender.emulator.kql.KqlAnswer;
import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What Microsoft's language service and the engine here think of a query, over the same empty tables. */
final class Oracle {
    static final String T = "TimeGenerated:datetime, Level:string, Logger:string, Message:string, Properties:dynamic,"
            + " Pid:long, Seq:long, Small:int, Ratio:real, Flag:bool, Took:timespan";
    static final String U = "Level:string, Seq:long, Weight:real";

    /** An opinion: the error, empty if there is none, and the columns of the answer. */
    record Opinion(String error, String columns) {
        boolean takes() {
            return error.isEmpty();
        }
    }

    private record EmptyTable(String name, List<KqlColumn> columns) implements KqlTable {
        @Override
        public Iterator<Object[]> rows(Set<String> wanted) {
            return Collections.emptyIterator();
        }
    }

    private Oracle() {}

    /** The service's, one for each query. */
    static List<Opinion> service(List<String> queries) throws Exception {
        return service(queries, new TreeMap<>(Map.of("T", T, "U", U)));
    }

    /** The same over other tables: their columns by their names, each as {@code Name:type, Name:type}. */
    static List<Opinion> service(List<String> queries, Map<String, String> tables) throws Exception {
        var schemas = new TreeMap<String, String>();
        tables.forEach((name, columns) -> schemas.put(name, "(" + columns + ")"));
        Path file = Files.createTempFile("queries", ".json");
        try {
            Files.writeString(file, Client.JSON.writeValueAsString(queries));
            Npm.Said said = Npm.script(
                    "oracle.mjs",
                    Map.of(
                            "ORACLE_QUERIES",
                            file.toAbsolutePath().toString(),
                            "ORACLE_TABLES",
                            Client.JSON.writeValueAsString(schemas)));
            List<Opinion> opinions = new ArrayList<>();
            for (String line : said.text().split("\n", -1)) {
                if (line.startsWith("{")) {
                    JsonNode opinion = Client.JSON.readTree(line);
                    String errors = opinion.path("errors").isEmpty()
                            ? ""
                            : opinion.path("errors").toString();
                    opinions.add(new Opinion(errors, opinion.path("columns").asText()));
                }
            }
            assertThat(opinions).as(said.text()).hasSameSizeAs(queries);
            return opinions;
        } finally {
            Files.delete(file);
        }
    }

    /** Ours; a query that is taken is also run. */
    static Opinion ours(String query) {
        try {
            List<KqlTable> tables = List.of(table("T", T + ", $IngestionTime:datetime"), table("U", U));
            KqlAnswer answer =
                    Kql.query(query, tables, List.of(), Instant.EPOCH.plusSeconds(1), Duration.ofMinutes(5), () -> 0);
            while (answer.next() != null) {
                // It is run to its end.
            }
            return new Opinion(
                    "",
                    answer.columns().stream()
                            .map(column -> column.name() + ":" + column.type().keyword())
                            .collect(Collectors.joining(" ")));
        } catch (KqlException e) {
            return new Opinion(e.position() + ": " + e.getMessage(), "");
        }
    }

    private static KqlTable table(String name, String columns) {
        return new EmptyTable(
                name,
                Arrays.stream(columns.split(", ", -1))
                        .map(column -> column.split(":", -1))
                        .map(parts -> new KqlColumn(parts[0], KqlType.valueOf(parts[1].toUpperCase(Locale.ROOT))))
                        .toList());
    }
}
