package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.rule.DeclaredRule;
import io.github.azuremonitor.appender.common.rule.DeclaredStream;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream that an appender sends to.
 *
 * @param declared what the rule says of it, without a column if it says nothing; null if no rule was given
 * @param doubt about the table, or null
 * @param faults that Azure's own table finds in the columns; the rule knows more, so with one there are none
 * @param probe a row for it, of what the appender would send
 */
record Target(
        String stream,
        @Nullable DeclaredStream declared,
        @Nullable String doubt,
        List<String> faults,
        Probe probe) {
    /**
     * The appender's own stream, then those of its routes.
     *
     * @param rule to compare with, or null
     */
    static List<Target> of(String own, RouteList routes, List<Column> columns, @Nullable DeclaredRule rule) {
        var streams = new LinkedHashSet<String>();
        streams.add(own);
        streams.addAll(routes.streams());
        var now = Instant.ofEpochMilli(Time.SYSTEM.epochMillis());
        return streams.stream().map(stream -> of(stream, columns, rule, now)).toList();
    }

    private static Target of(String stream, List<Column> columns, @Nullable DeclaredRule rule, Instant now) {
        if (rule == null) {
            AzureTable table = AzureTable.ofStream(stream);
            return new Target(
                    stream,
                    null,
                    table == null ? null : table.doubt(),
                    table == null ? List.of() : table.faults(columns),
                    new Probe(stream, columns, now, UUID.randomUUID()));
        }
        DeclaredStream known = rule.stream(stream);
        DeclaredStream declared = known == null ? new DeclaredStream(stream, Map.of(), "") : known;
        List<Column> kept = columns.stream().filter(declared::declares).toList();
        var probe = new Probe(stream, kept.isEmpty() ? columns : kept, now, UUID.randomUUID());
        return new Target(stream, declared, null, List.of(), probe);
    }

    /** Finds the row of the probe. */
    String query() {
        String output = declared == null ? "" : declared.outputStream();
        return probe.kql(tableName(output.isEmpty() ? stream : output));
    }

    private static String tableName(String stream) {
        AzureTable azure = AzureTable.ofStream(stream);
        if (azure != null) {
            return azure.name();
        }
        boolean custom = stream.startsWith("Custom-");
        String bare = stream.substring(stream.indexOf('-') + 1);
        return custom && !bare.endsWith("_CL") ? bare + "_CL" : bare;
    }
}
