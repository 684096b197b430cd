package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.deliver.Courier;
import io.github.azuremonitor.appender.common.deliver.CourierFactory;
import io.github.azuremonitor.appender.common.deliver.Inbox;
import io.github.azuremonitor.appender.common.flush.Encoders;
import io.github.azuremonitor.appender.common.flush.Flush;
import io.github.azuremonitor.appender.common.flush.Flusher;
import io.github.azuremonitor.appender.common.flush.StreamColumns;
import io.github.azuremonitor.appender.common.flush.Tables;
import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.DeliveryStatus;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.report.Problem;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.ring.EventRing;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import io.github.azuremonitor.appender.common.spool.DeadLetters;
import io.github.azuremonitor.appender.common.spool.DiskBuffer;
import io.github.azuremonitor.appender.common.spool.MemorySpool;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.UninterruptedWait;
import io.github.azuremonitor.appender.common.time.Worker;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
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
    /** Share of a stop's time spent waiting for answers; the rest is for the spool. */
    private static final double SHARE_FOR_ANSWERS = 0.7;

    /**
     * With a journal, a quarter of a megabyte: a tenth of a second at 5,000 small events a second, and what a kill takes of a
     * process whose flusher gets no processor.
     */
    private static final int MOST_UNWRITTEN_CELLS = 256 * EventRing.CELLS_PER_SLOT;

    /** Time without an answer, while POSTs are under way, after which it is reported. */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

    enum State {
        NEW,
        RUNNING,
        DRAINING,
        CLOSED
    }

    /** The network, the clocks and chance, which tests replace; any thread may use them. */
    record Dependencies(Time time, RandomGenerator random, Supplier<UUID> requestIds, SenderFactory senders) {
        PipelineContext context(Ledger ledger, Reporter reporter) {
            return new PipelineContext(ledger, reporter, time, random, requestIds);
        }
    }

    /** Creates the sender of a pipeline. */
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
    private final ObjectPool<LogCall> calls = new ObjectPool<>(LogCall::new);
    private final Batcher batcher;
    private final Inbox inbox;
    private final Journal journal;
    private final Sender sender;
    private final Courier courier;
    private final Flusher flusher;
    private final Worker flusherThread;
    private final Worker courierThread;
    private final Jmx jmx;
    private final EffectiveSettings inForce = new EffectiveSettings();
    private final Duration patience;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    Pipeline(int number, PipelineSettings settings, Reporter listener, Dependencies around) {
        this.number = number;
        this.settings = settings;
        this.reporter = new LastProblem(listener, around.time());
        this.time = around.time();
        this.chance = around.random();
        Duration half = settings.network().requestTimeout().dividedBy(2);
        this.patience = half.compareTo(LONGEST_PATIENCE) < 0 ? half : LONGEST_PATIENCE;
        var budget = MemoryBudget.of(settings, Runtime.getRuntime().maxMemory());
        var lingerPolicy = new LingerPolicy(settings.batch().linger());
        boolean journalled = settings.spool().durability() == Durability.JOURNAL;
        int waitFrom = journalled ? MOST_UNWRITTEN_CELLS : Integer.MAX_VALUE;
        ring = new EventRing(
                settings.ring(), budget.ringBytes(), waitFrom, settings.batch().flushLevel(), ledger, time);
        inbox = new Inbox(budget.inboxBytes(), this::tooLate);
        boolean onDisk = settings.spool().durability() != Durability.MEMORY;
        PipelineContext context = around.context(ledger, reporter);
        var disk = new DiskBuffer(settings, context, budget.spoolBytes(), inbox::nudge);
        journal = disk.journal();
        batcher = new Batcher(
                settings.batch().gzipLevel(), lingerPolicy, around.requestIds(), inbox::put, this::batchLost, journal);
        sender = around.senders().create(settings, time, reporter, ledger);
        courier = CourierFactory.create(
                settings,
                new CourierFactory.Dependencies(
                        context,
                        inbox,
                        sender,
                        onDisk
                                ? disk::spool
                                : losses -> new MemorySpool(
                                        budget.spoolBytes(), settings.spool().maxAge(), time, losses),
                        onDisk ? disk.deadLetters() : DeadLetters.NONE,
                        lingerPolicy,
                        tables::naming));
        flusher = new Flusher(ring, batcher, courier, tables, settings, context);
        flusherThread = new Worker("azure-monitor-" + number + "-flusher", flusher);
        courierThread = new Worker("azure-monitor-" + number + "-courier", courier);
        flusherThread.watch(courierThread);
        courierThread.watch(flusherThread);
        jmx = new Jmx(number, settings.dcrImmutableId(), new PipelineView(this::reading, flusher::volumes));
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

    /** Restarts threads that are gone: called where their absence would show. Any thread; cheap. */
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

    /** What log calls write with. */
    ObjectPool<LogCall> calls() {
        return calls;
    }

    Encoders encoders() {
        return flusher.encoders();
    }

    Ledger ledger() {
        return ledger;
    }

    /** The router for an appender with these rules and its own table {@code table}. */
    Router router(RouteList routes, TableSettings table, StreamColumns columns) {
        var router = new Router(
                routes, tables.own(table, columns), stream -> tables.routed(table.to(stream), columns), chance, ledger);
        String heartbeats = settings.ownRows().heartbeatStream();
        if (heartbeats != null) {
            tables.beating(table.to(heartbeats), columns);
        }
        // So that the flusher warms them up before the first event.
        ring.wake();
        return router;
    }

    /** Requests an answer about everything logged before this call. */
    Flush flush() {
        lookAfterThreads();
        return state.get() == State.CLOSED ? Flush.refused() : flusher.flush();
    }

    /** Whether rows wait for Azure to accept something again. Any thread. */
    boolean isHeldUp() {
        return courier.deliveryStatus(tables.streams()).state() != DeliveryState.SHIPPING;
    }

    PipelineStats stats() {
        return ledger.read(batcher.openRows() + inbox.rows() + courier.heldRows());
    }

    PipelineReading reading() {
        lookAfterThreads();
        URI endpoint = settings.endpoint();
        String rule = sender.rule();
        return new PipelineReading(
                number,
                endpoint.getHost() + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort()),
                rule == null ? settings.dcrImmutableId() : rule,
                stats(),
                overdue(courier.deliveryStatus(tables.streams())),
                reporter.last(),
                courier.spoolBytes(),
                courier.spoolFiles(),
                oldestHeld(),
                ring.used(),
                ring.size(),
                courier.posts(),
                inForce.lines());
    }

    /** The settings in force of this pipeline's appenders. */
    EffectiveSettings inForce() {
        return inForce;
    }

    private DeliveryStatus overdue(DeliveryStatus deliveryStatus) {
        Duration silence = courier.silence();
        return deliveryStatus.state() == DeliveryState.SHIPPING && silence.compareTo(patience) > 0
                ? deliveryStatus.overdue(new Problem(
                        Instant.ofEpochMilli(time.epochMillis()).minus(silence),
                        "no answer to a POST for " + silence.toSeconds() + " s, and each is given up after "
                                + settings.network().requestTimeout().toSeconds()
                                + " s, the wait for a token not counted"))
                : deliveryStatus;
    }

    private Duration oldestHeld() {
        long millis = Math.min(batcher.oldestMillis(), Math.min(inbox.oldestMillis(), courier.oldestMillis()));
        // An application may set its own event times, even in the future.
        return millis == HeldRows.NONE ? Duration.ZERO : Duration.ofMillis(Math.max(0, time.epochMillis() - millis));
    }

    boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    /**
     * Refuses new events, delivers what is there, and hands the rest to the spool. Returns when that is done or
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
            UninterruptedWait.until(closed, timeout);
        }
    }

    private void drain(long start, long nanos) {
        long answersUntil = start + (long) (nanos * SHARE_FOR_ANSWERS);
        ring.close();
        UninterruptedWait.join(flusherThread, answersUntil - time.nanos());
        journal.end();
        courier.end(answersUntil);
        // Releases a flusher that waits for room if the courier's disk hangs.
        UninterruptedWait.join(courierThread, start + nanos - time.nanos());
        UninterruptedWait.join(flusherThread, Math.max(1_000_000, start + nanos - time.nanos()));
    }

    private void batchLost(int rows) {
        flusher.batchLost(rows);
    }

    /** A batch that comes after the courier has ended; the next start finds it if it is in the journal. */
    private void tooLate(Batch batch) {
        if (batch.copy().isWhole()) {
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
            // If time ran out before the work was done, the threads are still running: rows that move meanwhile would
            // count twice or not at all.
            LockSupport.parkNanos(50_000);
            readUpTo = ring.readUpTo();
            unread = ring.events();
            stats = stats();
        }
        StopLine.tell(reporter, stats, unread, courier.diskProblem());
    }
}
