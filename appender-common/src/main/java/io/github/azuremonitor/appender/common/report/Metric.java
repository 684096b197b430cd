package io.github.azuremonitor.appender.common.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Every metric of a pipeline with its name, kind, unit and meaning, the same wherever it is shown. The names follow
 * from the constants: {@code HELD_ROWS} is {@code azure.monitor.logs.held.rows}.
 */
public enum Metric {
    /** All that was logged. */
    OFFERED(
            Kind.COUNTER,
            "events",
            "Events that log calls handed over, lost ones included.",
            one(reading -> reading.stats().offered())),
    /** Accepted by Azure. */
    ACCEPTED(
            Kind.COUNTER,
            "rows",
            "Rows that Azure accepted; accepted is not yet stored.",
            one(reading -> reading.stats().accepted())),
    /** Not delivered, by reason. */
    DROPPED(
            Kind.COUNTER,
            "events",
            "Events that were not delivered; every reason is there from the start, and `ROUTED_OUT` and `SAMPLED_OUT`"
                    + " are no loss but meant.",
            List.of("reason"),
            Metric::dropped),
    /** Taken over from earlier runs. */
    RECOVERED(
            Kind.COUNTER,
            "rows",
            "Rows of earlier runs that were found on disk.",
            one(reading -> reading.stats().recovered())),
    /** Rows of the library's own. */
    REPORTED(
            Kind.COUNTER,
            "rows",
            "Rows of the library's own: about losses, and heartbeats.",
            one(reading -> reading.stats().reported())),
    /** Values that are not wholly in their rows. */
    CUT_VALUES(
            Kind.COUNTER,
            "values",
            "Values that were cut, and objects of which something was left out, because Azure or the column takes no more.",
            one(reading -> reading.stats().values().cut())),
    /** The same by where they come from. */
    CUT_VALUES_BY_LOGGER(
            Kind.COUNTER,
            "values",
            "The same by column and logger: each of the first 100 pairs has its own, the rest is `other`.",
            List.of("column", "logger"),
            reading -> origins(reading, ValueStats.Origin::cut)),
    /** Values that did not get into their rows. */
    UNFIT_VALUES(
            Kind.COUNTER,
            "values",
            "Values left out of rows because they did not fit their column's type.",
            one(reading -> reading.stats().unfitValues())),
    /** The same by where they come from. */
    UNFIT_VALUES_BY_LOGGER(
            Kind.COUNTER,
            "values",
            "The same by column and logger, of the same pairs; what threw when it was read is in none.",
            List.of("column", "logger"),
            reading -> origins(reading, ValueStats.Origin::unfit)),
    /** Values that were not searched to their end. */
    REDACTIONS_GIVEN_UP(
            Kind.COUNTER,
            "values",
            "Values left out of rows because searching them for what must not be shipped took too long.",
            one(reading -> reading.stats().redactionsGivenUp())),
    /** Not accepted yet. */
    HELD_ROWS(
            Kind.GAUGE,
            "rows",
            "Rows that have left the ring and that Azure has not accepted: in open batches, in flight or waiting.",
            one(reading -> reading.stats().held())),
    /** How late the rows are. */
    OLDEST_HELD(
            Kind.GAUGE,
            "seconds",
            "How long ago the oldest of them was logged; 0 if there is none.",
            one(reading -> reading.oldestHeld().toMillis() / 1e3)),
    /** Waiting batches, in bytes. */
    SPOOL_BYTES(
            Kind.GAUGE,
            "bytes",
            "Bytes of batches that wait: of their files, or in memory where there is no disk.",
            one(PipelineReading::spoolBytes)),
    /** Waiting batches, in files. */
    SPOOL_FILES(Kind.GAUGE, "files", "Files of batches that wait.", one(PipelineReading::spoolFiles)),
    /** Whether rows reach Azure. */
    STATE(
            Kind.GAUGE,
            "state",
            "0 is `shipping`, 1 `overdue`, 2 `spooling`, 3 `refused`.",
            List.of("stream"),
            Metric::states),
    /** Slots in use. */
    RING_USED(Kind.GAUGE, "slots", "Slots of 1 KB in the ring that are taken.", one(PipelineReading::ringUsed)),
    /** All slots. */
    RING_SIZE(Kind.GAUGE, "slots", "Slots of 1 KB in the ring.", one(PipelineReading::ringSize)),
    /** Time until Azure answers. */
    POST(
            Kind.TIMER,
            "seconds",
            "From the start of a POST to its answer, whatever that says, with the wait for a token.",
            summary(1e9, reading -> reading.posts().nanos())),
    /** POSTs started. */
    POSTS(
            Kind.COUNTER,
            "posts",
            "POSTs started, those included that were repeated at once because a kept connection broke.",
            one(reading -> reading.stats().posts())),
    /** Bytes sent. */
    POSTED_BYTES(
            Kind.COUNTER,
            "bytes",
            "Bytes of their bodies, after gzip.",
            one(reading -> reading.stats().bytesPosted())),
    /** How full batches are, in rows. */
    BATCH_ROWS(
            Kind.SUMMARY,
            "rows",
            "Rows of each accepted batch.",
            summary(1, reading -> reading.posts().batchRows())),
    /** How full batches are, in bytes. */
    BATCH_BYTES(
            Kind.SUMMARY,
            "bytes",
            "Bytes of each accepted batch, as JSON before gzip; 1,048,576 are a full one.",
            summary(1, reading -> reading.posts().batchBytes())),
    /** Result of each attempt. */
    RESPONSES(
            Kind.COUNTER,
            "posts",
            "Attempts by what came of them: the HTTP status, `timeout`, `unreachable` or `no-token`.",
            List.of("status"),
            reading -> numbers(reading.posts().responses())),
    /** Attempts that have to be repeated. */
    RETRIES(
            Kind.COUNTER,
            "posts",
            "Those of them after which the batch is sent again, unchanged.",
            List.of("status"),
            reading -> numbers(reading.posts().retries()));

    /** Kind of metric. */
    public enum Kind {
        /** Increases from 0 as long as its pipeline runs. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Many values, as a {@link Summary}. */
        SUMMARY,
        /** Many times, as a {@link Summary}. */
        TIMER
    }

    private static final String PREFIX = "azure.monitor.logs.";

    private final Kind kind;
    private final String unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> tags;

    @SuppressWarnings("ImmutableEnumChecker") // they hold nothing that changes
    private final Function<PipelineReading, Map<String, Double>> source;

    Metric(Kind kind, String unit, String description, Function<PipelineReading, Map<String, Double>> source) {
        this(kind, unit, description, List.of(), source);
    }

    Metric(
            Kind kind,
            String unit,
            String description,
            List<String> tags,
            Function<PipelineReading, Map<String, Double>> source) {
        this.kind = kind;
        this.unit = unit;
        this.description = description;
        this.tags = tags;
        this.source = source;
    }

    /** The full name, for example {@code azure.monitor.logs.held.rows}. */
    public String meterName() {
        return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** What kind of number it is. */
    public Kind kind() {
        return kind;
    }

    /** Its unit, in the plural. */
    public String unit() {
        return unit;
    }

    /** What it means, in one sentence of Markdown. */
    public String description() {
        return description;
    }

    /** The dimensions that it is broken down by, such as {@code reason}; none if it is one number or one summary. */
    public List<String> tags() {
        return tags;
    }

    /** The value of each of the {@link #tags()} in a key of {@link #values}. */
    public List<String> tagValues(String key) {
        return tags.size() < 2 ? List.of(key) : List.of(key.split(" ", tags.size()));
    }

    /**
     * The values of a reading in this metric's unit: by value of the {@link #tags()} if there are any, those of several
     * with a blank between; {@code count}, {@code total} and {@code max} of a summary or timer; else one value by the empty
     * key. Values of a tag may appear later, and never disappear while the pipeline runs.
     */
    public Map<String, Double> values(PipelineReading reading) {
        return source.apply(reading);
    }

    private static Function<PipelineReading, Map<String, Double>> one(ToDoubleFunction<PipelineReading> number) {
        return reading -> Map.of("", number.applyAsDouble(reading));
    }

    private static Function<PipelineReading, Map<String, Double>> summary(
            double scale, Function<PipelineReading, Summary> part) {
        return reading -> {
            Summary summary = part.apply(reading);
            return Map.of(
                    "count", (double) summary.count(), "total", summary.total() / scale, "max", summary.max() / scale);
        };
    }

    private static Map<String, Double> dropped(PipelineReading reading) {
        var losses = new LinkedHashMap<String, Double>();
        for (DropReason reason : DropReason.values()) {
            losses.put(reason.name(), (double) reading.stats().dropped().getOrDefault(reason, 0L));
        }
        return losses;
    }

    private static Map<String, Double> origins(PipelineReading reading, ToLongFunction<ValueStats.Origin> number) {
        var origins = new TreeMap<String, Double>();
        for (ValueStats.Origin origin : reading.stats().values().origins()) {
            if (number.applyAsLong(origin) > 0) {
                origins.put(origin.name(), (double) number.applyAsLong(origin));
            }
        }
        return origins;
    }

    private static Map<String, Double> states(PipelineReading reading) {
        var states = new TreeMap<String, Double>();
        reading.deliveryStatus().streams().forEach((stream, state) -> states.put(stream, (double) state.code()));
        return states;
    }

    private static Map<String, Double> numbers(Map<String, Long> counts) {
        var numbers = new TreeMap<String, Double>();
        counts.forEach((label, count) -> numbers.put(label, (double) count));
        return numbers;
    }
}
