package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.batch.OldestRow;
import io.github.azuremonitor.appender.common.batch.Pace;
import io.github.azuremonitor.appender.common.deliver.Courier;
import io.github.azuremonitor.appender.common.deliver.Couriers;
import io.github.azuremonitor.appender.common.deliver.Inbox;
import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.report.Standing;
import io.github.azuremonitor.appender.common.report.Trouble;
import io.github.azuremonitor.appender.common.ring.EventRing;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import io.github.azuremonitor.appender.common.spool.DiskBuffer;
import io.github.azuremonitor.appender.common.spool.MemoryDeadLetters;
import io.github.azuremonitor.appender.common.spool.MemorySpool;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.Worker;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One ring, one flusher, one courier, and what links them. Started once, stopped once; never started again.
 *
 * <p>{@link #start()} touches neither disk nor network.
 */
final class Pipeline {
    /** Part of a stop's time in which answers are waited for; the rest is for the spool. */
    private static final double SHARE_FOR_ANSWERS = 0.7;

    /**
     * With a journal, half a megabyte: a tenth of a second at 5,000 small events a second, and what a kill takes of a process
     * whose flusher gets no processor.
     */
    private static final int MOST_UNWRITTEN_SLOTS = 512;

    /** How long no POST may be answered, while some are under way, before it is told. */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

    enum State {
        NEW,
        RUNNING,
        DRAINING,
        CLOSED
    }

    /** What tests put in place of the network, the clocks and chance, which any thread may ask. */
    record Surroundings(Time time, RandomGenerator random, Supplier<UUID> requestIds, SenderFactory senders) {}

    /** Makes the sender of a pipeline. */
    interface SenderFactory {
        Sender create(PipelineSettings settings, Time time, Reporter reporter, Ledger ledger);
    }

    private final int number;
    private final PipelineSettings settings;
    private final LastProblem reporter;
    private final Time time;
    private final RandomGenerator chance;
    private final Ledger ledger = new Ledger();
    private final Tables tables = new Tables();
    private final EventRing ring;
    private final Batcher batcher;
    private final Inbox inbox;
    private final Journal journal;
    private final Courier courier;
    private final Flusher flusher;
    private final Worker flusherThread;
    private final Worker courierThread;
    private final Jmx jmx;
    private final InForce inForce = new InForce();
    private final Duration patience;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    Pipeline(int number, PipelineSettings settings, Reporter listener, Surroundings around) {
        this.number = number;
        this.settings = settings;
        this.reporter = new LastProblem(listener, around.time());
        this.time = around.time();
        this.chance = around.random();
        Duration half = settings.network().requestTimeout().dividedBy(2);
        this.patience = half.compareTo(LONGEST_PATIENCE) < 0 ? half : LONGEST_PATIENCE;
        var budget = MemoryBudget.of(settings, Runtime.getRuntime().maxMemory());
        var pace = new Pace(settings.batch().linger());
        boolean journalled = settings.spool().durability() == Durability.JOURNAL;
        int waitFrom = journalled ? MOST_UNWRITTEN_SLOTS : Integer.MAX_VALUE;
        ring = new EventRing(
                settings.ring(), budget.ringBytes(), waitFrom, settings.batch().flushLevel(), ledger, time);
        inbox = new Inbox(budget.inboxBytes(), this::tooLate);
        boolean onDisk = settings.spool().durability() != Durability.MEMORY;
        var disk = new DiskBuffer(
                settings,
                new DiskBuffer.Surroundings(
                        budget.spoolBytes(), ledger, reporter, time, around.requestIds(), inbox::nudge));
        journal = disk.journal();
        batcher = new Batcher(
                settings.batch().gzipLevel(), pace, around.requestIds(), inbox::put, this::batchLost, journal);
        courier = Couriers.create(
                settings,
                new Couriers.Surroundings(
                        inbox,
                        around.senders().create(settings, time, reporter, ledger),
                        onDisk
                                ? disk::spool
                                : losses -> new MemorySpool(
                                        budget.spoolBytes(), settings.spool().maxAge(), time, losses),
                        onDisk ? disk.deadLetters() : new MemoryDeadLetters(1 << 20),
                        pace,
                        ledger,
                        reporter,
                        time,
                        around.random(),
                        around.requestIds(),
                        tables::naming));
        flusher = new Flusher(ring, batcher, pace, courier, tables, settings, ledger, reporter, time);
        flusherThread = new Worker("azure-monitor-" + number + "-flusher", flusher);
        courierThread = new Worker("azure-monitor-" + number + "-courier", courier);
        flusherThread.lookAfter(courierThread);
        courierThread.lookAfter(flusherThread);
        jmx = new Jmx(number, settings.dcrImmutableId(), new PipelineView(this::reading));
    }

    void start() {
        if (state.compareAndSet(State.NEW, State.RUNNING)) {
            courierThread.start();
            flusherThread.start();
            if (settings.jmx()) {
                jmx.start();
            }
        }
    }

    /** Whether its threads are there: called where somebody meets what happens if they are not. Any thread; cheap. */
    void lookAfterThreads() {
        flusherThread.revive();
        courierThread.revive();
    }

    PipelineSettings settings() {
        return settings;
    }

    EventRing ring() {
        return ring;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Decides about the events of an appender with these rules, whose own table is {@code table}. */
    Router router(RouteList routes, TableSettings table, StreamColumns columns) {
        var router = new Router(
                routes, tables.own(table, columns), stream -> tables.number(table.to(stream), columns), chance, ledger);
        // To rehearse them before the first event.
        ring.wake();
        return router;
    }

    /** Asks for the fate of everything logged before this call, which is never told early. */
    Flush flush() {
        lookAfterThreads();
        return state.get() == State.CLOSED ? Flush.refused() : flusher.flush();
    }

    PipelineStats stats() {
        return ledger.read(batcher.openRows() + inbox.rows() + courier.heldRows());
    }

    PipelineReading reading() {
        lookAfterThreads();
        URI endpoint = settings.endpoint();
        return new PipelineReading(
                number,
                endpoint.getHost() + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort()),
                settings.dcrImmutableId(),
                stats(),
                overdue(courier.standing(tables.streams())),
                reporter.last(),
                courier.spoolBytes(),
                courier.spoolFiles(),
                oldestHeld(),
                ring.used(),
                ring.size(),
                courier.posts(),
                inForce.lines());
    }

    /** What the appenders of this pipeline say is in force. */
    InForce inForce() {
        return inForce;
    }

    private Standing overdue(Standing standing) {
        Duration silence = courier.silence();
        return standing.state() == DeliveryState.SHIPPING && silence.compareTo(patience) > 0
                ? standing.overdue(new Trouble(
                        Instant.ofEpochMilli(time.epochMillis()).minus(silence),
                        "no answer to a POST for " + silence.toSeconds() + " s, and each is given up after "
                                + settings.network().requestTimeout().toSeconds()
                                + " s, the wait for a token not counted"))
                : standing;
    }

    private Duration oldestHeld() {
        long millis = Math.min(batcher.oldestMillis(), Math.min(inbox.oldestMillis(), courier.oldestMillis()));
        // An application may log with times of its own, even of tomorrow.
        return millis == OldestRow.NONE ? Duration.ZERO : Duration.ofMillis(Math.max(0, time.epochMillis() - millis));
    }

    boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    /**
     * Refuses new events, delivers what is there, and hands the rest to the spool. Returns when all that is done or
     * {@code timeout} is over; a second caller waits for the first.
     */
    void close(Duration timeout) {
        long start = time.nanos();
        if (state.compareAndSet(State.NEW, State.CLOSED)) {
            closed.complete(null);
        } else if (state.compareAndSet(State.RUNNING, State.DRAINING)) {
            drain(start, timeout.toNanos());
            state.set(State.CLOSED);
            tellLast();
            jmx.end();
            closed.complete(null);
        } else {
            Waiting.until(closed, timeout);
        }
    }

    private void drain(long start, long nanos) {
        long answersUntil = start + (long) (nanos * SHARE_FOR_ANSWERS);
        ring.close();
        Waiting.join(flusherThread, answersUntil - time.nanos());
        journal.end();
        courier.end(answersUntil);
        // Frees a flusher that waits for room, should the courier's disk hang.
        Waiting.join(courierThread, start + nanos - time.nanos());
        Waiting.join(flusherThread, Math.max(1_000_000, start + nanos - time.nanos()));
    }

    private void batchLost(int rows) {
        flusher.batchLost(rows);
    }

    /** A batch that comes when the courier has gone; the next start finds it if it is written down. */
    private void tooLate(Batch batch) {
        Journal.Page page = batch.page();
        if (page != null && page.isWhole()) {
            ledger.handedOver(batch.rows());
        } else {
            ledger.dropped(DropReason.SHUTDOWN, batch.rows());
        }
    }

    private void tellLast() {
        long readUpTo = ring.readUpTo();
        int unread = ring.events();
        PipelineStats stats = stats();
        for (int i = 0; i < 200 && (readUpTo != ring.readUpTo() || !stats.balances()); i++) {
            // Where the time was over before the work was, the threads go on: what moves meanwhile counts twice or
            // never.
            LockSupport.parkNanos(50_000);
            readUpTo = ring.readUpTo();
            unread = ring.events();
            stats = stats();
        }
        long held = stats.held() + unread;
        var line = new StringBuilder("stopped: " + (stats.offered() + unread) + " events offered"
                + (stats.reported() > 0 ? " and " + stats.reported() + " rows about losses" : "") + ", "
                + stats.accepted()
                + " accepted, " + held + " left waiting, " + stats.totalDropped() + " dropped"
                + (stats.handedOver() > 0 ? ", " + stats.handedOver() + " kept on disk for the next start" : ""));
        for (Map.Entry<?, Long> loss : stats.dropped().entrySet()) {
            line.append(", ").append(loss.getValue()).append(' ').append(loss.getKey());
        }
        String trouble = courier.diskTrouble();
        if (trouble != null && held + stats.dropped().getOrDefault(DropReason.SHUTDOWN, 0L) > 0) {
            line.append("; no disk: ").append(trouble);
        }
        // Also of rows that wait on disk: in a container the disk may go with the process.
        if (stats.totalLost() + held + stats.handedOver() > 0) {
            reporter.error(line.toString());
        } else {
            reporter.info(line.toString());
        }
    }
}
