package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.routing.RouteList;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one appender.
 *
 * @param pipeline what it may share with other appenders
 * @param table what it writes, and where
 * @param routes which events go elsewhere, or nowhere
 * @param threshold lowest level that is sent; null for all
 * @param dcr file with the data collection rule that the columns are compared with, or null
 */
public record AppenderSettings(
        PipelineSettings pipeline,
        TableSettings table,
        RouteList routes,
        @Nullable Severity threshold,
        @Nullable Path dcr) {

    /** Every stream that rows go to, each once, the appender's own first. */
    public List<String> streams() {
        var streams = new LinkedHashSet<String>();
        streams.add(table.streamName());
        streams.addAll(routes.streams());
        String heartbeats = pipeline.ownRows().heartbeatStream();
        if (heartbeats != null) {
            streams.add(heartbeats);
        }
        return List.copyOf(streams);
    }
}
