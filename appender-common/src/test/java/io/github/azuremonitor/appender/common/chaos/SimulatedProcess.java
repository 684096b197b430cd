package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.deliver.CourierFactory;
import io.github.azuremonitor.appender.common.deliver.SteppedCourier;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.DeadLetters;
import io.github.azuremonitor.appender.common.spool.DiskBuffer;
import io.github.azuremonitor.appender.common.spool.MemorySpool;
import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import io.github.azuremonitor.appender.common.spool.Spool;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a process: ring, flusher and courier as they are when they share one thread that a simulation steps. Each has
 * a clock of its own, because a courier that waits for its disk lets nobody else wait.
 */
final class SimulatedProcess {
    /** Rows between the application and the flusher. */
    static final int RING = 2_000;

    private static final long INBOX_BYTES = 4 << 20;

    final RecordingReporter reporter = new RecordingReporter();
    final Ledger ledger = new Ledger();
    final ManualTime time = new ManualTime();
    final List<String> buriedInMemory = new ArrayList<>();
    final PostLog posts;

    private final int number;
    private final Azure azure;
    private final BooleanSupplier dead;
    private final LingerPolicy lingerPolicy;
    private final Batcher batcher;
    private final SteppedCourier courier;
    private final PriorityQueue<Answer> answers =
            new PriorityQueue<>(Comparator.comparingLong(Answer::due).thenComparingLong(Answer::order));
    private final Deque<Row> ring = new ArrayDeque<>();
    private final Deque<Batch> cut = new ArrayDeque<>();
    private final long birthNanos = time.nanos();

    private @Nullable WatchedSpool spool;
    private long sent;
    private long wakeUps;
    private long wakeAt;
    private long busyUntil;
    private boolean stopping;
    private boolean ended;

    /** What one process is made of. */
    record Parts(
            int number,
            PipelineSettings settings,
            Azure azure,
            RandomGenerator random,
            Supplier<UUID> ids,
            BooleanSupplier dead,
            Function<SimulatedProcess, Storage> storage) {}

    /** Where a process puts what it cannot send. */
    record Storage(Function<Spool.Losses, Spool> spool, DeadLetters deadLetters, Journal journal) {}

    SimulatedProcess(Parts parts, long now) {
        this.number = parts.number();
        this.azure = parts.azure();
        this.dead = parts.dead();
        this.posts = new PostLog(parts.settings().maxInFlight());
        this.wakeAt = now;
        lingerPolicy = new LingerPolicy(parts.settings().batch().linger());
        setClock(now);
        Storage storage = parts.storage().apply(this);
        batcher = new Batcher(
                1,
                lingerPolicy,
                parts.ids(),
                cut::addLast,
                rows -> ledger.dropped(DropReason.ENCODE_FAILED, rows),
                storage.journal());
        courier = new SteppedCourier(
                parts.settings(),
                INBOX_BYTES,
                batch -> ledger.dropped(DropReason.SHUTDOWN, batch.rows()),
                inbox -> new CourierFactory.Dependencies(
                        new PipelineContext(ledger, reporter, time, parts.random(), parts.ids()),
                        inbox,
                        new Wire(),
                        losses -> {
                            spool = new WatchedSpool(storage.spool().apply(losses));
                            return spool;
                        },
                        storage.deadLetters(),
                        lingerPolicy,
                        stream -> null));
    }

    /** Storage on a played disk. */
    static Function<SimulatedProcess, Storage> onDisk(
            PipelineSettings settings,
            long memoryBytes,
            Supplier<UUID> ids,
            Function<SimulatedProcess, PlayedDisk> disk) {
        return process -> {
            DiskBuffer buffer = disk.apply(process)
                    .buffer(
                            settings,
                            new PipelineContext(process.ledger, process.reporter, process.time, new Random(1), ids),
                            memoryBytes,
                            process::maintainJournal);
            return new Storage(buffer::spool, buffer.deadLetters(), buffer.journal());
        };
    }

    /** Storage in memory alone. */
    static Function<SimulatedProcess, Storage> inMemory(long memoryBytes) {
        return process -> new Storage(
                losses -> new MemorySpool(memoryBytes, Duration.ofDays(7), process.time, losses),
                (rows, reason, status, requestId) -> process.buriedInMemory.add(rows + " " + reason),
                Journal.NONE);
    }

    /** Identifiers that a seed repeats. */
    static Supplier<UUID> ids(Random random) {
        return () -> new UUID(random.nextLong(), random.nextLong());
    }

    int number() {
        return number;
    }

    LingerPolicy lingerPolicy() {
        return lingerPolicy;
    }

    WatchedSpool spool() {
        WatchedSpool made = spool;
        if (made == null) {
            throw new IllegalStateException("no spool yet");
        }
        return made;
    }

    /** How often the courier has woken up. */
    long wakeUps() {
        return wakeUps;
    }

    /** The application logs; false if the ring is full. */
    boolean log(String stream, byte[] json, long epochMillis) {
        if (ring.size() >= RING) {
            ledger.droppedAtDoor(DropReason.RING_FULL);
            return false;
        }
        ring.addLast(new Row(stream, json, epochMillis));
        return true;
    }

    /** Cuts what is open, as for an error. */
    void cut() {
        batcher.cutAll();
    }

    /** Lets everybody do what is due. Returns whether the process has ended by itself. */
    boolean tick(long now) {
        if (!stopping) {
            flush(now);
        }
        return run(now);
    }

    /** Refuses new rows and gives the courier until then to have its answers. */
    void stop(long now, long patienceMillis) {
        while (!ring.isEmpty()) {
            encode(ring.removeFirst(), now);
        }
        batcher.cutAll();
        setClock(now);
        courier.endBy(time.nanos() + Duration.ofMillis(patienceMillis).toNanos());
        cut.forEach(courier::put);
        cut.clear();
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** The last round of a process that stops. */
    void end() {
        ended = true;
        courier.end();
        batcher.close();
    }

    /** What is under way while nobody waits for it any more. */
    List<Batch> unanswered() {
        return answers.stream().filter(Answer::stored).map(Answer::batch).toList();
    }

    boolean isIdle() {
        return ring.isEmpty() && cut.isEmpty() && stats().held() == 0;
    }

    PipelineStats stats() {
        long inFlusher = cut.stream().mapToLong(Batch::rows).sum();
        return ledger.read(batcher.openRows() + inFlusher + courier.inboxRows() + courier.heldRows());
    }

    /** Whether the age of what is held can be told. */
    boolean knowsItsOldestRow() {
        return courier.knowsItsOldestRow() && (batcher.oldestMillis() == HeldRows.NONE) == (batcher.openRows() == 0);
    }

    /** Rows that the application has handed over and the flusher has not seen. */
    int inRing() {
        return ring.size();
    }

    /** Rows in the courier's hands, not counting those that the spool still has. */
    long rowsInHands() {
        return courier.heldRows() - spool().rows();
    }

    int underWay() {
        return answers.size();
    }

    /** The flusher wants a page: in one thread there is no waiting for a courier that comes later. */
    private void maintainJournal() {
        spool().maintainJournal();
    }

    private void flush(long now) {
        try {
            drain(now);
        } catch (FickleDisk.Killed inTheMiddle) {
            // The process is dead, and everything that it does from now on is of no account.
        }
    }

    private void drain(long now) {
        // A flusher with a batch that finds no room does nothing else.
        handOver();
        while (cut.isEmpty() && !ring.isEmpty()) {
            encode(ring.removeFirst(), now);
            handOver();
        }
        batcher.write();
        batcher.packSome();
        batcher.tick(nanos(now));
        handOver();
    }

    private void handOver() {
        while (!cut.isEmpty() && courier.hasRoom()) {
            courier.put(cut.removeFirst());
        }
    }

    private void encode(Row row, long now) {
        ledger.offered();
        batcher.add(row.stream, row.json, row.json.length, row.epochMillis, nanos(now));
    }

    private boolean run(long now) {
        boolean answered = deliverAnswers(now);
        if (now < busyUntil || !(answered || now >= wakeAt || courier.wakesUp())) {
            return false;
        }
        setClock(now);
        wakeUps++;
        boolean over = courier.step();
        busyUntil = Math.max(now, worldMillis());
        wakeAt = busyUntil + Math.max(1, courier.nanosToNext() / 1_000_000);
        return over;
    }

    private boolean deliverAnswers(long now) {
        boolean any = false;
        for (Answer next = answers.peek(); next != null && next.due <= now; next = answers.peek()) {
            answers.remove();
            posts.answered(next.batch, next.outcome, now);
            next.receiver.accept(next.outcome);
            any = true;
        }
        return any;
    }

    private void setClock(long now) {
        long ahead = nanos(now) - time.nanos();
        if (ahead > 0) {
            time.advance(Duration.ofNanos(ahead));
        }
    }

    private long nanos(long now) {
        return birthNanos + now * 1_000_000;
    }

    private long worldMillis() {
        return (time.nanos() - birthNanos) / 1_000_000;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(String stream, byte[] json, long epochMillis) {}

    private record Answer(
            long due, long order, Batch batch, Outcome outcome, boolean stored, Consumer<Outcome> receiver) {}

    private final class Wire implements Sender {
        @Override
        public void send(Batch batch, Consumer<Outcome> receiver) {
            if (dead.getAsBoolean()) {
                return;
            }
            assertThat(ended).as("a process that ended sends nothing").isFalse();
            long now = worldMillis();
            posts.sent(batch, now);
            Azure.Reply reply = azure.receive(SimulatedProcess.this, batch, now);
            answers.add(new Answer(
                    now + Math.max(1, reply.delayMillis()), sent++, batch, reply.outcome(), reply.stored(), receiver));
        }

        @Override
        public void renewCredential(Outcome refused) {
            azure.renewed(SimulatedProcess.this);
        }

        @Override
        public void close() {}
    }
}
