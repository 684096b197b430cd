package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream that an appender sends to.
 *
 * @param declared what the rule says of it, or null if no rule was given
 * @param probe a row for it
 */
record Target(String stream, @Nullable Declared declared, Probe probe) {
    /**
     * The appender's own stream, then those of its routes.
     *
     * @param against file of a rule
     * @throws BadInput if that is none
     */
    static List<Target> of(String own, RouteList routes, List<Column> columns, @Nullable Path against) throws BadInput {
        var streams = new LinkedHashSet<String>();
        streams.add(own);
        streams.addAll(routes.streams());
        var now = Instant.ofEpochMilli(Time.SYSTEM.epochMillis());
        var targets = new ArrayList<Target>();
        for (String stream : streams) {
            Declared declared = against == null ? null : Declared.of(against, stream);
            targets.add(new Target(stream, declared, new Probe(stream, columns, now, UUID.randomUUID())));
        }
        return targets;
    }

    /** Finds the row of the probe. */
    String query() {
        return probe.kql(tableName(declared == null || declared.table().isEmpty() ? stream : declared.table()));
    }

    private static String tableName(String stream) {
        boolean custom = stream.startsWith("Custom-");
        String bare = stream.substring(stream.indexOf('-') + 1);
        return custom && !bare.endsWith("_CL") ? bare + "_CL" : bare;
    }
}
