package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.Metric;
import io.github.azuremonitor.appender.common.report.VolumeStats;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which logger to mend when values are cut or do not fit, through a whole pipeline whose clock the tests move. */
@Timeout(180)
class ValueReportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COLUMNS =
            "TimeGenerated = timestamp; Level = level; Logger = logger; Message:string(100) = message;"
                    + " OrderId:long = kv.orderId; Properties = kv.*";
    private static final String LINE = "values of events are not wholly in their rows";

    @RegisterExtension
    final PlayedPipelines played = new PlayedPipelines();

    private final ManualTime time = played.time;
    private final PlayedAzure azure = played.azure;
    private final RecordingReporter reporter = played.reporter;

    @Test
    void aLineAndARowNameTheWorstLoggerOnceInTenMinutes() {
        PipelineHandle handle = open();
        for (int i = 0; i < 3; i++) {
            log(handle, "com.example.Dump", "d".repeat(300), 1L);
        }
        log(handle, "com.example.Orders", "placed", "none");
        handle.flush(PATIENCE);
        assertThat(lines()).as("before the interval is over").isEmpty();

        time.advance(Duration.ofMinutes(10));
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.reported() == 1);
        String sentence = LINE + ": 3 cut, 1 left out; most of them, 3, in column Message by logger com.example.Dump;"
                + " shorten what it logs there, or change the column";
        assertThat(lines()).containsExactly("WARN " + sentence);
        handle.flush(PATIENCE);
        assertThat(azure.bodies)
                .filteredOn(row -> row.contains(LINE))
                .singleElement()
                .asString()
                .contains("\"Logger\":\"io.github.azuremonitor.appender.values\"", "\"cut\":3,\"unfit\":1")
                .contains("\"column\":\"Message\",\"logger\":\"com.example.Dump\"");

        time.advance(Duration.ofMinutes(10));
        log(handle, "com.example.Orders", "placed", "none");
        time.advance(Duration.ofMinutes(10));
        await().atMost(PATIENCE).until(this::lines, found -> found.size() == 2);
        assertThat(lines().get(1)).contains("0 cut, 1 left out; most of them, 1, in column OrderId by logger com.ex");
    }

    @Test
    void theMetricsHaveEachColumnAndLogger() {
        PipelineHandle handle = open("dropReport", "off");
        log(handle, "com.example.Dump", "d".repeat(300), 1L);
        log(handle, "com.example.Dump", "d".repeat(300), "none");
        handle.flush(PATIENCE);
        var reading = played.pipelines.readings().get(0);
        assertThat(Metric.CUT_VALUES.values(reading)).isEqualTo(Map.of("", 2.0));
        assertThat(Metric.CUT_VALUES_BY_LOGGER.values(reading)).isEqualTo(Map.of("Message com.example.Dump", 2.0));
        assertThat(Metric.CUT_VALUES_BY_LOGGER.tagValues("Message com.example.Dump"))
                .containsExactly("Message", "com.example.Dump");
        assertThat(Metric.UNFIT_VALUES_BY_LOGGER.values(reading)).isEqualTo(Map.of("OrderId com.example.Dump", 1.0));
        var shown = new PipelineView(() -> reading, () -> VolumeStats.NONE);
        assertThat(shown.getCutValues()).isEqualTo(2);
        assertThat(shown.getCutValuesByLogger()).isEqualTo(Map.of("Message com.example.Dump", 2L));
        assertThat(shown.getUnfitValuesByLogger()).isEqualTo(Map.of("OrderId com.example.Dump", 1L));

        time.advance(Duration.ofMinutes(10));
        await().atMost(PATIENCE).until(this::lines, found -> found.size() == 1);
        handle.close(PATIENCE);
        assertThat(handle.stats().reported()).as("rows without the drop report").isZero();
    }

    private List<String> lines() {
        return reporter.lines().stream().filter(line -> line.contains(LINE)).toList();
    }

    private PipelineHandle open(String... settings) {
        var all = new ArrayList<>(List.of("columns", COLUMNS));
        all.addAll(List.of(settings));
        return played.open(all.toArray(String[]::new));
    }

    private static void log(PipelineHandle handle, String logger, String message, Object orderId) {
        LogCall call = LogCalls.begin(handle, Severity.INFO);
        assertThat(call).isNotNull();
        call.event().time(1_795_161_801L, 0);
        call.event().origin(Severity.INFO, "INFO", logger, "main");
        call.event().message(message);
        call.event().keyValues().accept("orderId", orderId);
        handle.log(call);
    }
}
