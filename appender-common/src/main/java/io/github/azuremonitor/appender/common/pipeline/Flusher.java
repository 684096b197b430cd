package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.batch.Pace;
import io.github.azuremonitor.appender.common.deliver.Courier;
import io.github.azuremonitor.appender.common.encode.Platform;
import io.github.azuremonitor.appender.common.encode.RowBuffer;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Faults;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.ring.EventRing;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The thread that drains the ring: event to row, row to batch. It sleeps until the ring should be a little full, so that
 * hardly any log call wakes it; it never waits for the network, and of files it knows the journal's pages only, which it
 * appends to.
 */
final class Flusher implements Worker.Rounds {
    private static final int EVENTS_PER_ROUND = 1024;

    /** Least time between two cuts because of a level: an error storm must not become a storm of requests. */
    private static final long LEVEL_CUT_NANOS = 1_000_000_000;

    private static final String TOO_LARGE = "the row is above 1 MB even with its texts cut to 1 KB and was not sent;"
            + " these are its first columns, ship fewer or shorter ones";

    /** So often the end is tried when it stumbles: a full heap is given half a second, a fault that stays is not. */
    private static final int MOST_TRIES = 100;

    private static final UUID NOT_SENT = new UUID(0, 0);

    private final EventRing ring;
    private final Batcher batcher;
    private final Pace pace;
    private final Courier courier;
    private final Tables tables;
    private final DropReport dropReport;
    private final Brake brake;
    private final @Nullable Severity flushLevel;
    private final Ledger ledger;
    private final Reporter reporter;
    private final Faults faults;

    /** Made once, and not in each round: the heap may be full. */
    private final Consumer<EventSlot> rowReader = this::row;

    private final Predicate<EventSlot> ownRows = this::ownRow;
    private final RowRemarks remarks;
    private final Time time;
    private final Flushes flushes;
    private final Nap nap;
    private final List<RowEncoder> encoders = new ArrayList<>();
    private @Nullable Platform platform;
    private int rehearsed;
    private boolean levelSeen;

    /** Sequence of the event that is read or was read last. */
    private long lastRead;

    private long lastLevelCutNanos;
    private long lastNapNanos;
    private long wokeNanos;
    private long readBeforeNap;
    private boolean sealed;
    private int tries;

    Flusher(
            EventRing ring,
            Batcher batcher,
            Pace pace,
            Courier courier,
            Tables tables,
            PipelineSettings settings,
            Ledger ledger,
            Reporter reporter,
            Time time) {
        this.ring = ring;
        this.batcher = batcher;
        this.pace = pace;
        this.courier = courier;
        this.tables = tables;
        this.dropReport = new DropReport(settings, tables, batcher, courier, pace, ledger, time);
        this.brake = new Brake(settings.batch().maxBytesPerHour(), reporter);
        this.nap = new Nap(ring.size(), settings.spool().durability() == Durability.JOURNAL);
        this.flushLevel = settings.batch().flushLevel();
        this.ledger = ledger;
        this.reporter = reporter;
        this.faults = new Faults(reporter, time);
        this.remarks = new RowRemarks(ledger, reporter);
        this.flushes = new Flushes(ring, batcher, pace, courier, ledger, time.nanos());
        this.time = time;
        this.lastNapNanos = time.nanos();
        this.wokeNanos = lastNapNanos;
        this.readBeforeNap = ring.readUpTo();
        this.lastLevelCutNanos = lastNapNanos - LEVEL_CUT_NANOS;
    }

    @Override
    public boolean round() throws IOException {
        // An interrupt is nothing to this thread, but while it is pending nothing waits any more.
        Thread.interrupted();
        if (sealed) {
            return finish();
        }
        faults.tell();
        int events = ring.drain(rowReader, EVENTS_PER_ROUND);
        flushes.lost(ring.abandonedUpTo());
        if (events > 0) {
            batcher.write();
        }
        boolean unpacked = batcher.packSome();
        long now = time.nanos();
        cutWhatIsDue(now);
        brake.tick(now);
        dropReport.tick(now, ownRows);
        rehearse();
        if (events == 0 && ring.isClosed() && ring.seal()) {
            sealed = true;
        } else if (!unpacked && events < EVENTS_PER_ROUND) {
            sleep(now);
        }
        return false;
    }

    @Override
    public void stumbled(Throwable fault) {
        faults.remember("the flusher stumbled and goes on", fault);
        faults.tell();
    }

    @Override
    public void revived() {
        reporter.error("the flusher's thread had ended and was started again");
    }

    /** What it has to do at its end, all of it again if a part fails. */
    private boolean finish() {
        tries++;
        if (tries < MOST_TRIES) {
            batcher.cutAll();
            dropReport.last(time.nanos(), ownRows);
            faults.tell();
        }
        flushes.finish();
        batcher.close();
        return true;
    }

    /** Asks for the fate of everything logged before this call; any thread. */
    Flush flush() {
        return flushes.ask();
    }

    /** Rows of an open batch are lost, none of them younger than the event that is read or was read last. */
    void batchLost(int rows) {
        ledger.dropped(DropReason.ENCODE_FAILED, rows);
        flushes.lost(lastRead);
    }

    private void cutWhatIsDue(long now) {
        batcher.tick(now);
        if (levelSeen && !pace.isOutage() && now - lastLevelCutNanos >= LEVEL_CUT_NANOS) {
            levelSeen = false;
            lastLevelCutNanos = now;
            batcher.cut(batcher.lastOpened(), pace::letsGo);
        }
        flushes.tick(now);
    }

    private void sleep(long now) {
        long read = ring.readUpTo();
        long nanos = nap.next(read - readBeforeNap, now - lastNapNanos, now - wokeNanos);
        readBeforeNap = read;
        lastNapNanos = now;
        // One severe event is enough for a cut.
        ring.sleep(Math.min(nanos, nanosToNext(now)), nap.slots(), !levelSeen);
        wokeNanos = time.nanos();
    }

    /** How long nothing falls due by itself. */
    private long nanosToNext(long now) {
        if (ring.isClosed()) {
            // Who stops waits for this thread, and what is still to come is being written.
            return Nap.SHORTEST_NANOS;
        }
        long next = batcher.nanosToNext(now);
        return levelSeen && !pace.isOutage() ? Math.min(next, lastLevelCutNanos + LEVEL_CUT_NANOS - now) : next;
    }

    private void row(EventSlot event) {
        lastRead = event.sequence();
        ledger.offered();
        if (!event.isComplete()) {
            lost(event, DropReason.CAPTURE_FAILED);
            return;
        }
        try {
            DropReason refused = write(event);
            if (refused != null) {
                lost(event, refused);
                if (refused == DropReason.TOO_LARGE) {
                    keepBeginning(event);
                }
                return;
            }
        } catch (IOException | RuntimeException | Error fault) {
            // This thread serves every appender: no single event may end it.
            lost(event, DropReason.ENCODE_FAILED);
            faults.remember("an event of logger ", event.logger(), " could not be written as a row", fault);
            return;
        }
        if (flushLevel != null && event.severity().atLeast(flushLevel)) {
            levelSeen = true;
        }
    }

    private void lost(EventSlot event, DropReason reason) {
        ledger.dropped(reason, 1);
        flushes.lost(event.sequence());
    }

    /** What is left of a row that is too large is there to be read; it is counted as lost all the same. */
    private void keepBeginning(EventSlot event) {
        try (var alone = new OpenBatch(tables.get(event.table()).table().streamName(), 1)) {
            RowBuffer row = encoder(event.table()).beginning(event);
            alone.add(row.bytes(), row.length(), millis(event), time.nanos());
            courier.keepUnsent(alone.finish(0, NOT_SENT), TOO_LARGE);
        } catch (IOException | RuntimeException | Error fault) {
            faults.remember("the beginning of a row above 1 MB could not be kept", fault);
        }
    }

    /** A row of ours: what happens to it here is told and counted nowhere. */
    private boolean ownRow(EventSlot event) {
        try {
            return write(event) == null;
        } catch (IOException | RuntimeException | Error fault) {
            faults.remember("a row about dropped events could not be written", fault);
            return false;
        }
    }

    /** Puts an event into its stream's batch; returns why not, or null if it did. */
    private @Nullable DropReason write(EventSlot event) throws IOException {
        RowBuffer row = encoder(event.table()).encode(event);
        if (row == null) {
            return DropReason.TOO_LARGE;
        }
        String stream = tables.get(event.table()).table().streamName();
        long now = time.nanos();
        if (!brake.takes(stream, event.severity(), row.length(), now)) {
            return DropReason.BUDGET;
        }
        batcher.add(stream, row.bytes(), row.length(), millis(event), now);
        return null;
    }

    private static long millis(EventSlot event) {
        return event.epochSecond() * 1000 + event.nanoOfSecond() / 1_000_000;
    }

    private RowEncoder encoder(int table) {
        while (encoders.size() <= table) {
            Tables.Entry entry = tables.get(encoders.size());
            encoders.add(new RowEncoder(
                    entry.table(), entry.columns(), entry.all(), platform(), Batcher.MAX_ROW_BYTES, remarks));
        }
        return encoders.get(table);
    }

    /** Once for each table, if its first event leaves time for it. */
    private void rehearse() throws IOException {
        while (rehearsed < tables.size()) {
            int table = rehearsed++;
            if (table >= encoders.size()) {
                Rehearsal.of(tables.get(table), platform());
            }
        }
    }

    private Platform platform() {
        Platform facts = platform == null ? Platform.read() : platform;
        platform = facts;
        return facts;
    }
}
