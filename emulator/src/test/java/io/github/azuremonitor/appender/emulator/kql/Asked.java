package io.github.azuremonitor.appender.emulator.kql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Queries that bring their own rows, and what comes of them. */
final class Asked {
    static final Instant NOW = Instant.parse("2026-03-01T12:30:00Z");

    private Asked() {}

    static KqlAnswer answer(String query) {
        return Kql.query(query, List.of(), List.of(), NOW, Duration.ofMinutes(1), System::nanoTime);
    }

    /** The rows as JSON, one after the other. */
    static String rows(String query) {
        KqlAnswer answer = answer(query);
        List<String> rows = new ArrayList<>();
        for (ArrayNode row = answer.next(); row != null; row = answer.next()) {
            rows.add(row.toString());
        }
        return String.join(" ", rows);
    }

    static void gives(String query, String... rows) {
        assertThat(rows(query)).as(query).isEqualTo(String.join(" ", rows));
    }

    /** What {@code print} gives. */
    static void prints(String expression, String value) {
        gives("print " + expression, "[" + value + "]");
    }

    /** The names and types of the columns. */
    static String columns(String query) {
        return answer(query).columns().stream()
                .map(column -> column.name() + ":" + column.type().keyword())
                .collect(Collectors.joining(" "));
    }

    /** Refused at the place that {@code ^} marks. */
    static void refuses(String marked, String message) {
        int at = marked.indexOf('^');
        String query = marked.replace("^", "");
        KqlException fault = catchThrowableOfType(KqlException.class, () -> rows(query));
        assertThat(fault).as(query).isNotNull();
        assertThat(fault.getMessage()).as(query).contains(message);
        assertThat(fault.position()).as("the place in: " + query).isEqualTo(at);
    }
}
