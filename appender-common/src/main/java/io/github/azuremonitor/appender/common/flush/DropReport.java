package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.deliver.Courier;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.flush.Losses.Loss;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.ring.RingEntry;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Reports dropped events in the table itself: one row for each reason, at most once a minute. A report has a batch of
 * its own, and the next one waits until that has its fate: so reports never count themselves, and while Azure accepts
 * nothing there is one report and not a growing number. Flusher only.
 */
final class DropReport {
    /** Logger name by which queries find these rows. */
    static final String LOGGER = "io.github.azuremonitor.appender";

    private static final long LOOK_NANOS = 1_000_000_000L;

    /** Lets a burst end before it is reported, so that one row covers it. */
    private static final long GATHER_NANOS = 10_000_000_000L;

    private static final long INTERVAL_NANOS = 60_000_000_000L;

    private final boolean wanted;
    private final boolean rowsSurviveStop;
    private final Tables tables;
    private final Batcher batcher;
    private final Courier courier;
    private final LingerPolicy lingerPolicy;
    private final Ledger ledger;
    private final Time time;
    private final Losses losses;

    /** Whether the last report was accepted, once that is known. */
    private CompletableFuture<Boolean> fate = CompletableFuture.completedFuture(true);

    private long lastLookNanos;
    private long lastCalmNanos;
    private long lastReportNanos;

    DropReport(PipelineSettings settings, Tables tables, Batcher batcher, Courier courier, Ledger ledger, Time time) {
        this.wanted = settings.ownRows().dropReport();
        this.rowsSurviveStop = settings.spool().durability() != Durability.MEMORY;
        this.tables = tables;
        this.batcher = batcher;
        this.courier = courier;
        this.lingerPolicy = batcher.lingerPolicy();
        this.ledger = ledger;
        this.time = time;
        this.losses = new Losses(ledger, time.epochMillis());
        this.lastLookNanos = time.nanos();
        this.lastCalmNanos = lastLookNanos;
        this.lastReportNanos = lastLookNanos - INTERVAL_NANOS;
    }

    /**
     * Checks once a second and reports what is due. In an outage nothing is: the row would wait with the events, and
     * says more afterwards.
     *
     * @param writer puts an event into its stream's batch; false if it could not
     */
    void tick(long now, Predicate<RingEntry> writer) {
        if (!wanted || now - lastLookNanos < LOOK_NANOS) {
            return;
        }
        lastLookNanos = now;
        look();
        List<Loss> due = losses.due();
        if (due.isEmpty()) {
            lastCalmNanos = now;
        } else if (!losses.isUnderWay()
                && !lingerPolicy.isOutage()
                && now - lastCalmNanos >= GATHER_NANOS
                && now - lastReportNanos >= INTERVAL_NANOS) {
            report(due, now, writer);
        }
    }

    /** Reports what is left, before a stop; in an outage only if there is a disk for it. */
    void last(long now, Predicate<RingEntry> writer) {
        if (wanted && (rowsSurviveStop || !lingerPolicy.isOutage())) {
            look();
            report(losses.dueAtLast(), now, writer);
        }
    }

    private void look() {
        // First, because the courier counts losses before it reports the fate.
        boolean known = fate.isDone();
        losses.look(time.epochMillis());
        if (known && losses.isUnderWay()) {
            losses.settled(fate.getNow(false));
        }
    }

    private void report(List<Loss> due, long now, Predicate<RingEntry> writer) {
        int table = tables.first(OwnRow::fits);
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
                // Otherwise no loss would ever be reported again.
                fate.complete(false);
                throw full;
            }
        } else {
            fate.complete(false);
        }
    }

    private RingEntry row(Loss loss, int table) {
        long millis = time.epochMillis();
        DropReason reason = loss.reason();
        LoggedEvent event = OwnRow.event(
                Severity.WARN,
                LOGGER,
                millis,
                loss.events() + (loss.events() == 1 ? " event" : " events") + " dropped between "
                        + Instant.ofEpochMilli(loss.fromMillis()) + " and " + Instant.ofEpochMilli(loss.toMillis())
                        + ": "
                        + reason.label() + "; " + reason.cure());
        event.keyValues().accept("dropped", loss.events());
        event.keyValues().accept("reason", reason.name());
        return OwnRow.entry(event, table, millis);
    }
}
