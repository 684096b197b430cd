package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Metric;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a registry shows of pipelines. */
class PipelineMetersTest {
    private final AtomicLong nanos = new AtomicLong();
    private List<PipelineReading> readings = List.of();
    private final PipelineMeters meters = new PipelineMeters(() -> readings, nanos::get);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void everyMetricOfThePageIsAMeter() {
        readings = List.of(Readings.of(1, DeliveryState.SPOOLING, "wait", Map.of("204", 3L)));
        meters.bindTo(registry);

        for (Metric metric : Metric.values()) {
            if (metric != Metric.RETRIES) {
                assertThat(registry.find(metric.meterName())
                                .tags("pipeline", "1", "dcr", "dcr-1", "endpoint", "my-dce.example")
                                .meters())
                        .as(metric.meterName())
                        .isNotEmpty();
            }
        }
        assertThat(registry.get("azure.monitor.logs.pipelines").gauge().value()).isOne();
        assertThat(registry.get("azure.monitor.logs.offered").functionCounter().count())
                .isEqualTo(100);
        assertThat(registry.get("azure.monitor.logs.dropped")
                        .tag("reason", DropReason.SHUTDOWN.name())
                        .functionCounter()
                        .count())
                .isEqualTo(5);
        assertThat(registry.get("azure.monitor.logs.oldest.held").gauge().value())
                .isEqualTo(1.5);
        assertThat(registry.get("azure.monitor.logs.state")
                        .tag("stream", App.STREAM)
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(registry.get("azure.monitor.logs.cut.values.by.logger")
                        .tags("column", "Message", "logger", "com.example.Dump")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        assertThat(measured("azure.monitor.logs.post"))
                .containsEntry(Statistic.COUNT, 3d)
                .containsEntry(Statistic.TOTAL_TIME, 6d)
                .containsEntry(Statistic.MAX, 4d);
        assertThat(measured("azure.monitor.logs.batch.rows")).containsEntry(Statistic.TOTAL, 80d);
    }

    @Test
    void whatComesLaterIsFoundAndWhatEndsGoes() {
        readings = List.of(Readings.of(1, DeliveryState.SHIPPING, null, Map.of("204", 3L)));
        meters.bindTo(registry);
        readings = List.of(
                Readings.of(1, DeliveryState.SHIPPING, null, Map.of("204", 4L, "429", 1L)),
                Readings.of(2, DeliveryState.SHIPPING, null, Map.of()));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        meters.look();

        assertThat(registry.get("azure.monitor.logs.responses")
                        .tag("status", "429")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("azure.monitor.logs.offered")
                        .tag("pipeline", "2")
                        .functionCounter()
                        .count())
                .isEqualTo(200);

        readings = List.of();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        meters.look();
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactly("azure.monitor.logs.pipelines");
    }

    private Map<Statistic, Double> measured(String name) {
        var values = new HashMap<Statistic, Double>();
        for (Measurement one : registry.get(name).meter().measure()) {
            values.put(one.getStatistic(), one.getValue());
        }
        return values;
    }
}
