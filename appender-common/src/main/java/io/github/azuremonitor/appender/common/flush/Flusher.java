package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.deliver.Courier;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Faults;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.report.VolumeStats;
import io.github.azuremonitor.appender.common.ring.EventRing;
import io.github.azuremonitor.appender.common.ring.RingEntry;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.Worker;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The thread that drains the ring: event to row, row to batch. It sleeps until the ring should be a little full, so
 * that hardly any log call wakes it. It never waits for the network, and the only files it touches are the journal's
 * pages, which it appends to.
 */
public final class Flusher implements Worker.Rounds {
    private static final int EVENTS_PER_ROUND = 1024;

    /** Shortest time between two cuts because of a level: an error storm must not become a storm of requests. */
    private static final long LEVEL_CUT_NANOS = 1_000_000_000;

    /**
     * Attempts to finish when finishing itself fails: a full heap is given half a second; a permanent fault must not
     * last for ever.
     */
    private static final int MOST_TRIES = 100;

    private final EventRing ring;
    private final Batcher batcher;
    private final Courier courier;
    private final LingerPolicy lingerPolicy;
    private final DropReport dropReport;
    private final Heartbeat heartbeat;
    private final ValueReport valueReport;
    private final Ledger ledger;
    private final Reporter reporter;
    private final Faults faults;

    /** Made once, and not in each round: the heap may be full. */
    private final Consumer<RingEntry> events;

    private final Predicate<RingEntry> ownRows;
    private final EntryWriter entries;
    private final RowRemarks remarks;
    private final Time time;
    private final Flushes flushes;
    private final SleepPolicy sleepPolicy;
    private final Encoders encoders;

    private long lastLevelCutNanos;
    private long lastNapNanos;
    private long wokeNanos;
    private long readBeforeNap;
    private boolean sealed;
    private int tries;

    /** Drains {@code ring} into {@code batcher} once its thread runs. */
    public Flusher(
            EventRing ring,
            Batcher batcher,
            Courier courier,
            Tables tables,
            PipelineSettings settings,
            PipelineContext context) {
        this.ledger = context.ledger();
        this.reporter = context.reporter();
        this.time = context.time();
        this.ring = ring;
        this.batcher = batcher;
        this.courier = courier;
        this.lingerPolicy = batcher.lingerPolicy();
        this.dropReport = new DropReport(settings, tables, batcher, courier, ledger, time);
        this.sleepPolicy = new SleepPolicy(
                ring.size() * EventRing.CELLS_PER_SLOT, settings.spool().durability() == Durability.JOURNAL);
        this.faults = new Faults(reporter, time);
        this.remarks = new RowRemarks(ledger, reporter);
        this.encoders = new Encoders(tables, remarks);
        this.heartbeat = new Heartbeat(settings, tables, encoders, lingerPolicy, ledger, reporter, time);
        this.valueReport = new ValueReport(settings, tables, lingerPolicy, ledger, reporter, time);
        this.flushes = new Flushes(ring, batcher, courier, ledger, time.nanos());
        this.entries = new EntryWriter(settings, batcher, courier, tables, encoders, flushes, faults, context);
        this.events = entries::event;
        this.ownRows = entries::ownRow;
        this.lastNapNanos = time.nanos();
        this.wokeNanos = lastNapNanos;
        this.readBeforeNap = ring.readUpTo();
        this.lastLevelCutNanos = lastNapNanos - LEVEL_CUT_NANOS;
    }

    @Override
    public boolean round() throws IOException {
        // Interrupts mean nothing to this thread, but while one is pending no wait would block.
        Thread.interrupted();
        if (sealed) {
            return finish();
        }
        faults.tell();
        int drained = ring.drain(events, EVENTS_PER_ROUND);
        remarks.tell();
        flushes.lost(ring.abandonedUpTo());
        if (drained > 0) {
            batcher.write();
        }
        boolean unpacked = batcher.packSome();
        long now = time.nanos();
        cutWhatIsDue(now);
        entries.tick(now);
        dropReport.tick(now, ownRows);
        heartbeat.tick(now, ownRows);
        valueReport.tick(now, ownRows);
        encoders.warmUp();
        if (drained == 0 && ring.isClosed() && ring.seal()) {
            sealed = true;
        } else if (!unpacked && drained < EVENTS_PER_ROUND) {
            sleep(now);
        }
        return false;
    }

    @Override
    public void onFailure(Throwable fault) {
        faults.remember("the flusher failed unexpectedly and continues", fault);
        faults.tell();
    }

    @Override
    public void revived() {
        reporter.error("the flusher's thread had ended and was started again");
    }

    /** The work at its end; all of it is repeated if a part fails. */
    private boolean finish() {
        tries++;
        if (tries < MOST_TRIES) {
            heartbeat.last(ownRows);
            valueReport.last(ownRows);
            batcher.cutAll();
            dropReport.last(time.nanos(), ownRows);
            remarks.tell();
            faults.tell();
        }
        flushes.finish();
        batcher.close();
        courier.lastBatchPut();
        return true;
    }

    /** Requests an answer about everything logged before this call; any thread. */
    public Flush flush() {
        return flushes.ask();
    }

    /** Rows of an open batch are lost, none of them younger than the event being read, or read last. */
    public void batchLost(int rows) {
        ledger.dropped(DropReason.ENCODE_FAILED, rows);
        flushes.lost(entries.lastRead());
    }

    private void cutWhatIsDue(long now) {
        batcher.tick(now);
        if (entries.levelSeen() && !lingerPolicy.isOutage() && now - lastLevelCutNanos >= LEVEL_CUT_NANOS) {
            entries.forgetLevel();
            lastLevelCutNanos = now;
            batcher.cut(batcher.lastOpened(), lingerPolicy::canSend);
        }
        flushes.tick(now);
    }

    private void sleep(long now) {
        long read = ring.readUpTo();
        long nanos = sleepPolicy.next(read - readBeforeNap, now - lastNapNanos, now - wokeNanos);
        readBeforeNap = read;
        lastNapNanos = now;
        // One severe event is enough for a cut.
        ring.sleep(Math.min(nanos, nanosToNext(now)), sleepPolicy.cells(), !entries.levelSeen());
        wokeNanos = time.nanos();
    }

    /** Nanoseconds until something is due by itself. */
    private long nanosToNext(long now) {
        if (ring.isClosed()) {
            // A stop waits for this thread, and the remaining events are just being written.
            return SleepPolicy.SHORTEST_NANOS;
        }
        long next = batcher.nanosToNext(now);
        return entries.levelSeen() && !lingerPolicy.isOutage()
                ? Math.min(next, lastLevelCutNanos + LEVEL_CUT_NANOS - now)
                : next;
    }

    /** What rows weigh; any thread. */
    public VolumeStats volumes() {
        return entries.volumes();
    }

    /** For callers: what begins rows of that table. */
    public Encoders encoders() {
        return encoders;
    }
}
