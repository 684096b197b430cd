package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.report.Metric;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every {@link Metric} of every running pipeline in a registry, with the tags {@code pipeline}, {@code dcr} and
 * {@code endpoint}. Pipelines, streams and statuses appear while the application runs, so a thread looks for new ones.
 */
final class PipelineMeters implements MeterBinder, AutoCloseable {
    static final String PIPELINES = "azure.monitor.logs.pipelines";

    private static final long LOOK_SECONDS = 10;

    /** One scrape reads many meters; a reading is good for all of them. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<List<PipelineReading>> source;
    private final LongSupplier nanoTime;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final Map<MeterRegistry, Map<Key, Meter>> meters = new HashMap<>();

    /** The rule by which a pipeline is known: a series of numbers must not break because another one takes the rows. */
    private final Map<Integer, String> rules = new HashMap<>();

    private @Nullable ScheduledExecutorService looks;
    private Map<Integer, PipelineReading> last = Map.of();
    private long readAt;
    private boolean read;

    /** @param nanoTime a clock */
    PipelineMeters(Supplier<List<PipelineReading>> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        // Always there, so that it also shows when nothing is shipped.
        Gauge.builder(PIPELINES, this, PipelineMeters::running)
                .description("Pipelines that ship; 0 if nothing is shipped.")
                .register(registry);
        look();
        if (looks == null) {
            var one = new ScheduledThreadPoolExecutor(1, work -> {
                var thread = new Thread(work, "azure-monitor-meters");
                thread.setDaemon(true);
                return thread;
            });
            var unused = one.scheduleWithFixedDelay(this::lookAgain, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
            looks = one;
        }
    }

    private synchronized double running() {
        return readings().size();
    }

    /** Registers new meters, and removes those of ended pipelines. */
    synchronized void look() {
        Map<Integer, PipelineReading> readings = readings();
        for (MeterRegistry registry : registries) {
            Map<Key, Meter> known = meters.computeIfAbsent(registry, any -> new HashMap<>());
            Set<Key> wanted = new HashSet<>();
            for (PipelineReading reading : readings.values()) {
                for (Metric metric : Metric.values()) {
                    keys(metric, reading).forEach(key -> {
                        wanted.add(key);
                        known.computeIfAbsent(key, any -> register(registry, key, reading));
                    });
                }
            }
            known.entrySet().removeIf(entry -> {
                boolean over = !wanted.contains(entry.getKey());
                if (over) {
                    registry.remove(entry.getValue());
                }
                return over;
            });
        }
    }

    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException refused) {
            // The registry accepts no more meters: the next look may succeed.
        }
    }

    @Override
    public synchronized void close() {
        if (looks != null) {
            looks.shutdownNow();
        }
        meters.forEach((registry, all) -> all.values().forEach(registry::remove));
        meters.clear();
        registries.clear();
    }

    private static List<Key> keys(Metric metric, PipelineReading reading) {
        if (metric.tags().isEmpty()) {
            return List.of(new Key(metric, reading.number(), ""));
        }
        return metric.values(reading).keySet().stream()
                .map(value -> new Key(metric, reading.number(), value))
                .toList();
    }

    private Meter register(MeterRegistry registry, Key key, PipelineReading reading) {
        Metric metric = key.metric;
        String name = metric.meterName();
        String unit = metric.unit();
        String description = metric.description();
        Tags tags = Tags.of(
                "pipeline",
                String.valueOf(key.pipeline),
                "dcr",
                rules.computeIfAbsent(key.pipeline, any -> reading.dcrImmutableId()),
                "endpoint",
                reading.endpoint());
        Tags all = tags;
        for (int i = 0; i < metric.tags().size(); i++) {
            all = all.and(metric.tags().get(i), metric.tagValues(key.value).get(i));
        }
        ToDoubleFunction<PipelineMeters> value = meters -> meters.value(key, key.value);
        return switch (metric.kind()) {
            case COUNTER ->
                FunctionCounter.builder(name, this, value)
                        .tags(all)
                        .baseUnit(unit)
                        .description(description)
                        .register(registry);
            case GAUGE ->
                Gauge.builder(name, this, value)
                        .tags(all)
                        .baseUnit(unit)
                        .description(description)
                        .register(registry);
            case SUMMARY, TIMER -> {
                boolean timer = metric.kind() == Metric.Kind.TIMER;
                yield Meter.builder(
                                name,
                                timer ? Meter.Type.TIMER : Meter.Type.DISTRIBUTION_SUMMARY,
                                List.of(
                                        new Measurement(() -> value(key, "count"), Statistic.COUNT),
                                        new Measurement(
                                                () -> value(key, "total"),
                                                timer ? Statistic.TOTAL_TIME : Statistic.TOTAL),
                                        new Measurement(() -> value(key, "max"), Statistic.MAX)))
                        .tags(all)
                        .baseUnit(unit)
                        .description(description)
                        .register(registry);
            }
        };
    }

    /** The current value; for an ended pipeline its last one. */
    private synchronized double value(Key key, String part) {
        PipelineReading reading = readings().get(key.pipeline);
        return reading == null ? Double.NaN : key.metric.values(reading).getOrDefault(part, 0d);
    }

    private Map<Integer, PipelineReading> readings() {
        long now = nanoTime.getAsLong();
        if (!read || now - readAt > FRESH_NANOS) {
            var fresh = new HashMap<Integer, PipelineReading>();
            source.get().forEach(reading -> fresh.put(reading.number(), reading));
            last = fresh;
            readAt = now;
            read = true;
        }
        return last;
    }

    /** What one meter shows. */
    private record Key(Metric metric, int pipeline, String value) {}
}
