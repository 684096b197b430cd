package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.DeliveryStatus;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.report.PostStats;
import io.github.azuremonitor.appender.common.report.Problem;
import io.github.azuremonitor.appender.common.report.Summary;
import io.github.azuremonitor.appender.common.report.ValueStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Readings of pipelines that nobody runs. */
final class Readings {
    private static final ValueStats VALUES =
            new ValueStats(2, 1, 0, List.of(new ValueStats.Origin("Message", "com.example.Dump", 2, 1)));

    private Readings() {}

    static PipelineReading of(int number, DeliveryState state, String why, Map<String, Long> responses) {
        var stats =
                new PipelineStats(100L * number, 0, 0, 80, 15, 0, Map.of(DropReason.SHUTDOWN, 5L), 0, 3, 999, VALUES);
        var problem = why == null ? null : new Problem(Instant.EPOCH, why);
        return new PipelineReading(
                number,
                "my-dce.example",
                "dcr-1",
                stats,
                new DeliveryStatus(state, problem, Map.of(App.STREAM, state)),
                null,
                4096,
                2,
                Duration.ofMillis(1500),
                7,
                8192,
                new PostStats(
                        new Summary(3, 6_000_000_000L, 4_000_000_000L),
                        new Summary(3, 80, 50),
                        new Summary(3, 9000, 4000),
                        responses,
                        Map.of()),
                List.of("in force: " + number));
    }
}
