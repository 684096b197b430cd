package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.Pace;
import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.Source.Kind;
import io.github.azuremonitor.appender.common.deliver.Courier;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.pipeline.Losses.Loss;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Tells of dropped events in the table itself: one row for each reason, at most once a minute. A report has a batch of
 * its own, and the next one waits until the fate of that is known: so it never tells of itself, and an Azure that takes
 * nothing holds one report and not a growing number. Flusher only.
 */
final class DropReport {
    /** What a query finds these rows by. */
    static final String LOGGER = "io.github.azuremonitor.appender";

    private static final long LOOK_NANOS = 1_000_000_000L;

    /** A burst is to be over before it is told, so that one row tells it all. */
    private static final long GATHER_NANOS = 10_000_000_000L;

    private static final long INTERVAL_NANOS = 60_000_000_000L;

    private final boolean wanted;
    private final boolean rowsSurviveStop;
    private final Tables tables;
    private final Batcher batcher;
    private final Courier courier;
    private final Pace pace;
    private final Ledger ledger;
    private final Time time;
    private final Losses losses;

    /** Whether the last report was accepted, once that is known. */
    private CompletableFuture<Boolean> fate = CompletableFuture.completedFuture(true);

    private long lastLookNanos;
    private long lastCalmNanos;
    private long lastReportNanos;

    DropReport(
            PipelineSettings settings,
            Tables tables,
            Batcher batcher,
            Courier courier,
            Pace pace,
            Ledger ledger,
            Time time) {
        this.wanted = settings.dropReport();
        this.rowsSurviveStop = settings.spool().durability() != Durability.MEMORY;
        this.tables = tables;
        this.batcher = batcher;
        this.courier = courier;
        this.pace = pace;
        this.ledger = ledger;
        this.time = time;
        this.losses = new Losses(ledger, time.epochMillis());
        this.lastLookNanos = time.nanos();
        this.lastCalmNanos = lastLookNanos;
        this.lastReportNanos = lastLookNanos - INTERVAL_NANOS;
    }

    /**
     * Looks once a second and reports what is due. In an outage nothing is: the row would wait with the events, and it
     * tells more afterwards.
     *
     * @param writer puts an event into its stream's batch; false if it could not
     */
    void tick(long now, Predicate<EventSlot> writer) {
        if (!wanted || now - lastLookNanos < LOOK_NANOS) {
            return;
        }
        lastLookNanos = now;
        look();
        List<Loss> due = losses.due();
        if (due.isEmpty()) {
            lastCalmNanos = now;
        } else if (!losses.isUnderWay()
                && !pace.isOutage()
                && now - lastCalmNanos >= GATHER_NANOS
                && now - lastReportNanos >= INTERVAL_NANOS) {
            report(due, now, writer);
        }
    }

    /** Reports what is left, before a stop; in an outage only if there is a disk for it. */
    void last(long now, Predicate<EventSlot> writer) {
        if (wanted && (rowsSurviveStop || !pace.isOutage())) {
            look();
            report(losses.dueAtLast(), now, writer);
        }
    }

    private void look() {
        // Asked first: what the courier lost it counts before it tells the fate.
        boolean known = fate.isDone();
        losses.look(time.epochMillis());
        if (known && losses.isUnderWay()) {
            losses.settled(fate.getNow(false));
        }
    }

    private void report(List<Loss> due, long now, Predicate<EventSlot> writer) {
        int table = tables.first(DropReport::takes);
        if (due.isEmpty() || table < 0) {
            return;
        }
        losses.told(due);
        lastReportNanos = now;
        batcher.cutAll();
        long before = batcher.lastId();
        for (Loss loss : due) {
            if (writer.test(row(loss, table))) {
                ledger.reported();
            }
        }
        batcher.cutAll();
        fate = new CompletableFuture<>();
        if (batcher.lastId() > before) {
            try {
                courier.whenSettled(before + 1, batcher.lastId(), fate);
            } catch (OutOfMemoryError full) {
                // Or no loss would ever be told again.
                fate.complete(false);
                throw full;
            }
        } else {
            fate.complete(false);
        }
    }

    /** Only custom tables: the columns of Microsoft's own have meanings that such a row would not have. */
    private static boolean takes(Tables.Entry entry) {
        return AzureTable.ofStream(entry.table().streamName()) == null
                && has(entry, Kind.LEVEL)
                && has(entry, Kind.MESSAGE);
    }

    private static boolean has(Tables.Entry entry, Kind kind) {
        return entry.columns().stream().anyMatch(column -> column.shows(kind));
    }

    private EventSlot row(Loss loss, int table) {
        var event = new EventSlot();
        long millis = time.epochMillis();
        event.table(table);
        event.time(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000);
        event.origin(Severity.WARN, "WARN", LOGGER, Thread.currentThread().getName());
        DropReason reason = loss.reason();
        event.message(loss.events() + (loss.events() == 1 ? " event" : " events") + " dropped between "
                + Instant.ofEpochMilli(loss.fromMillis()) + " and " + Instant.ofEpochMilli(loss.toMillis()) + ": "
                + reason.label() + "; " + reason.cure());
        event.keyValues().accept("dropped", loss.events());
        event.keyValues().accept("reason", reason.name());
        event.complete();
        return event;
    }
}
