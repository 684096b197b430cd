package io.github.azuremonitor.appender.common.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.WhenFull;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.time.Time;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class EventRingTest {
    private static final List<Severity> SEVERITIES = List.copyOf(EnumSet.allOf(Severity.class));
    private static final int SMALL = 64;
    private static final int WAIT_FROM = 16;

    private final Ledger ledger = new Ledger();

    @ParameterizedTest
    @CsvSource({"1, 250, 50", "8, 250, 400", "64, 250, 2000", "10000, 250, 2000", "64, 4, 1000", "64, 0, 50"})
    void theMoreCallersWaitForRoomTheLessOftenEachLooks(int callers, long maxBlockMillis, long micros) {
        assertThat(EventRing.napNanos(callers, TimeUnit.MILLISECONDS.toNanos(maxBlockMillis)))
                .isEqualTo(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    @Test
    void whatIsPutInComesOutInOrderAndNothingOfItStays() {
        EventRing ring = ring(WhenFull.DROP, null);
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 50; i++) {
                log(ring, "event " + i, Severity.INFO);
            }
            List<String> read = drain(ring);
            assertThat(read).hasSize(50).startsWith("event 0").endsWith("event 49");
        }
        ring.write(ring.claim(1), 1, entry("without an event", Severity.WARN));
        ring.drain(
                entry -> {
                    assertThat(entry.event()).as("of another entry").isNull();
                    assertThat(entry.severity()).isEqualTo(Severity.WARN);
                    assertThat(entry.table()).isEqualTo(7);
                    assertThat(entry.epochMillis()).isEqualTo(1_795_161_801_123L);
                },
                10);
    }

    @Test
    void rowsOfAllLengthsComeOutAsTheyWereWhereverTheRingEnds() {
        EventRing ring = ring(WhenFull.DROP, null);
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            int length = i % 3 == 0 ? random.nextInt(ring.longestRow()) + 1 : random.nextInt(600) + 1;
            byte[] row = new byte[length];
            random.nextBytes(row);
            var entry = new RingEntry();
            entry.begin(i, SEVERITIES.get(i % 6), i - 1_000);
            entry.row(row, length);
            assertThat(ring.offer(entry)).isTrue();
            int number = i;
            assertThat(ring.drain(
                            read -> {
                                assertThat(read.isComplete()).isTrue();
                                assertThat(read.length()).isEqualTo(length);
                                assertThat(Arrays.equals(
                                                read.bytes(), read.offset(), read.offset() + length, row, 0, length))
                                        .as("bytes of row " + number)
                                        .isTrue();
                                assertThat(read.table()).isEqualTo(number);
                                assertThat(read.severity()).isEqualTo(SEVERITIES.get(number % 6));
                                assertThat(read.epochMillis()).isEqualTo(number - 1_000);
                            },
                            10))
                    .isEqualTo(1);
        }
        assertThat(ring.used()).isZero();
    }

    @Test
    void aRowTakesAsMuchOfTheRingAsItHasBytes() {
        EventRing ring = ring(WhenFull.DROP, null);
        var entry = new RingEntry();
        entry.begin(0, Severity.INFO, 0);
        entry.row(new byte[10 * 1024], 10 * 1024);
        ring.put(entry);
        assertThat(ring.used()).isEqualTo(10);
        drain(ring);
        assertThat(ring.used()).isZero();
    }

    @Test
    void anEventThatTheFlusherNeedsCountsWithItsTextsAndIsLetGo() {
        EventRing ring = ring(WhenFull.DROP, null);
        var event = new LoggedEvent();
        event.message("x".repeat(5_000));
        var entry = new RingEntry();
        entry.begin(0, Severity.INFO, 0);
        entry.event(event);
        ring.put(entry);
        assertThat(ring.used()).as("10,000 bytes and overhead").isEqualTo(10);
        var read = new ArrayList<LoggedEvent>();
        ring.drain(one -> read.add(one.event()), 10);
        assertThat(read).containsExactly(event);
        assertThat(ring.used()).isZero();
    }

    @Test
    void anEventBiggerThanTheRingStillGetsIn() {
        EventRing ring = ring(WhenFull.DROP, null);
        var event = new LoggedEvent();
        for (int i = 0; i < 10; i++) {
            event.keyValues().accept("key " + i, "x".repeat(6_000));
        }
        event.message("x".repeat(60_000));
        var entry = new RingEntry();
        entry.begin(0, Severity.INFO, 0);
        entry.event(event);
        assertThat(ring.put(entry)).isTrue();
        assertThat(ring.used()).isEqualTo(SMALL / 4);
        assertThat(drain(ring)).hasSize(1);
    }

    @Test
    void aFullRingDropsAndCountsWhenAskedTo() {
        EventRing ring = ring(WhenFull.DROP, null);
        for (int i = 0; i < SMALL + 36; i++) {
            log(ring, "x", Severity.ERROR);
        }
        assertThat(ledger.droppedFor(DropReason.RING_FULL)).isEqualTo(36);
        assertThat(drain(ring)).hasSize(SMALL);
    }

    @Test
    void lowLevelsAreDroppedFromEightyPercentOn() {
        EventRing ring = ring(WhenFull.DROP_BELOW, Severity.WARN);
        int info = 0;
        while (log(ring, "info", Severity.INFO)) {
            info++;
        }
        assertThat(info).isBetween(SMALL * 3 / 4, SMALL * 9 / 10);
        int warn = 0;
        while (info + warn < SMALL) {
            assertThat(log(ring, "warn", Severity.WARN)).isTrue();
            warn++;
        }
        assertThat(log(ring, "debug", Severity.DEBUG)).isFalse();
        assertThat(drain(ring)).hasSize(SMALL);
    }

    @Test
    void aBlockedCallerWaitsForSpaceAndNotLonger() throws Exception {
        EventRing ring = ring(WhenFull.BLOCK, null);
        fill(ring);
        var logged = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            log(ring, "late", Severity.INFO);
            logged.countDown();
        });
        caller.start();
        List<String> read = drain(ring);
        assertThat(read).isNotEmpty();
        assertThat(logged.await(60, TimeUnit.SECONDS)).isTrue();
        caller.join();
        // It may have got in while the first ones were read.
        read.addAll(drain(ring));
        assertThat(read).contains("late");
        assertThat(ledger.droppedFor(DropReason.RING_FULL)).isZero();
    }

    @Test
    void afterOneWaitInVainEverybodyDropsAtOnceUntilTheRingIsHalfEmpty() {
        var slow = new CountingTime();
        EventRing ring = new EventRing(settings(WhenFull.BLOCK, null, Duration.ofMillis(100)), 1 << 20, ledger, slow);
        fill(ring);
        log(ring, "waits in vain", Severity.INFO);
        int before = slow.asked.get();
        for (int i = 0; i < 1000; i++) {
            log(ring, "drops at once", Severity.INFO);
        }
        assertThat(slow.asked.get()).as("nobody looks at the clock again").isEqualTo(before);
        assertThat(ledger.droppedFor(DropReason.RING_FULL)).isEqualTo(1001);
        ring.drain(entry -> {}, 10);
        log(ring, "still latched, but there is room", Severity.INFO);
        ring.drain(entry -> {}, SMALL);
        fill(ring);
        log(ring, "waits again", Severity.INFO);
        assertThat(slow.asked.get()).isGreaterThan(before);
    }

    @Test
    void aCallerFarAheadOfTheFlusherWaitsForItThoughThereIsRoom() throws Exception {
        EventRing ring = heldBack(WhenFull.BLOCK, Time.SYSTEM);
        var most = new AtomicInteger();
        Thread caller = new Thread(() -> {
            for (int i = 0; i < 10 * SMALL; i++) {
                log(ring, "event", Severity.INFO);
                most.accumulateAndGet((int) ring.used(), Math::max);
            }
        });
        caller.start();
        int read = 0;
        while (caller.isAlive()) {
            read += ring.drain(entry -> {}, 1);
        }
        caller.join();
        read += drain(ring).size();
        assertThat(read).isEqualTo(10 * SMALL);
        assertThat(most.get()).as("slots that a kill would take").isLessThanOrEqualTo(WAIT_FROM + 1);
    }

    @Test
    void aFlusherThatDoesNotComeIsWaitedForOnceAndThenTheRestOfTheRingIsUsed() {
        var slow = new CountingTime();
        EventRing ring = heldBack(WhenFull.BLOCK, slow);
        for (int i = 0; i <= WAIT_FROM; i++) {
            log(ring, "near", Severity.INFO);
        }
        assertThat(slow.asked.get()).as("nobody waits").isZero();
        log(ring, "waits in vain", Severity.INFO);
        int before = slow.asked.get();
        assertThat(before).isPositive();
        while (ring.used() < SMALL) {
            log(ring, "does not wait", Severity.INFO);
        }
        assertThat(slow.asked.get()).isEqualTo(before);
        assertThat(ledger.droppedFor(DropReason.RING_FULL))
                .as("for that nothing is dropped")
                .isZero();
        assertThat(drain(ring)).hasSize(SMALL);
        for (int i = 0; i <= WAIT_FROM + 1; i++) {
            log(ring, "the flusher was back", Severity.INFO);
        }
        assertThat(slow.asked.get()).isGreaterThan(before);
    }

    @Test
    void aStopEndsTheWaitForAFlusherThatIsFarBehindAndLosesNoEventOfIt() throws Exception {
        // The first look at the clock begins the wait, which then lasts as long as nobody ends it.
        var time = new ManualTime();
        EventRing ring = heldBack(WhenFull.BLOCK, time);
        for (int i = 0; i <= WAIT_FROM; i++) {
            log(ring, "before", Severity.INFO);
        }
        var published = new AtomicInteger();
        var flags = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread caller = new Thread(() -> {
                Thread.currentThread().interrupt();
                published.addAndGet(log(ring, "waits", Severity.INFO) ? 1 : 0);
                flags.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
            });
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        assertThat(published.get()).as("all wait").isZero();

        ring.close();
        for (Thread caller : callers) {
            caller.join();
        }

        int read = 0;
        do {
            read += ring.drain(entry -> {}, 1000);
        } while (!ring.seal());
        assertThat(read - WAIT_FROM - 1).isEqualTo(published.get());
        assertThat(ledger.droppedFor(DropReason.STOPPED)).isEqualTo(4 - published.get());
        assertThat(flags.get()).as("interrupts that are still there").isEqualTo(4);
    }

    @Test
    void whoeverMayDropIsNotHeldBackEither() {
        var slow = new CountingTime();
        for (WhenFull whenFull : List.of(WhenFull.DROP, WhenFull.DROP_BELOW)) {
            EventRing ring = heldBack(whenFull, slow);
            fill(ring);
            assertThat(slow.asked.get()).isZero();
            assertThat(drain(ring)).hasSize(SMALL);
        }
    }

    @Test
    void anInterruptedCallerKeepsItsFlagAndItsEvent() throws Exception {
        EventRing ring = ring(WhenFull.BLOCK, null);
        fill(ring);
        var flag = new AtomicInteger();
        Thread caller = new Thread(() -> {
            Thread.currentThread().interrupt();
            boolean published = log(ring, "interrupted", Severity.INFO);
            flag.set((published ? 1 : 0) + (Thread.currentThread().isInterrupted() ? 2 : 0));
        });
        caller.start();
        var read = new ArrayList<String>();
        while (caller.isAlive()) {
            read.addAll(drain(ring));
        }
        caller.join();
        read.addAll(drain(ring));
        assertThat(flag.get()).as("published, and the flag is still up").isEqualTo(3);
        assertThat(read).contains("interrupted");
    }

    @Test
    void anEntryThatWasNotWrittenIsSeenAsIncompleteAndStopsNobody() {
        EventRing ring = ring(WhenFull.DROP, null);
        ring.publish(ring.claim(3), 3, Severity.INFO);
        log(ring, "next", Severity.INFO);
        List<Boolean> complete = new ArrayList<>();
        ring.drain(entry -> complete.add(entry.isComplete()), 10);
        assertThat(complete).containsExactly(false, true);
    }

    @Test
    void anEntryThatThrowsWhileItIsWrittenStopsNobody() {
        EventRing ring = ring(WhenFull.DROP, null);
        var broken = new RingEntry();
        broken.begin(0, Severity.INFO, 0);
        broken.row(new byte[10], 20);
        assertThatThrownBy(() -> ring.offer(broken)).isInstanceOf(IndexOutOfBoundsException.class);
        log(ring, "next", Severity.INFO);
        List<Boolean> complete = new ArrayList<>();
        ring.drain(entry -> complete.add(entry.isComplete()), 10);
        assertThat(complete).containsExactly(false, true);
    }

    @Test
    void sixteenThreadsAndEventsOfAllSizesLoseNothing() throws Exception {
        EventRing ring =
                new EventRing(settings(WhenFull.BLOCK, null, Duration.ofSeconds(10)), 1 << 20, ledger, Time.SYSTEM);
        int threads = 16;
        int each = 5_000;
        int[] next = new int[threads];
        var running = new AtomicInteger(threads);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            new Thread(() -> {
                        var random = new Random(thread);
                        for (int i = 0; i < each; i++) {
                            byte[] row = new byte[random.nextInt(12_000) + 1];
                            Arrays.fill(row, (byte) i);
                            var entry = new RingEntry();
                            entry.begin(thread, Severity.INFO, i);
                            entry.row(row, row.length);
                            if (!ring.offer(entry)) {
                                ring.put(entry.copy());
                            }
                        }
                        running.decrementAndGet();
                    })
                    .start();
        }
        while (running.get() > 0 || ring.used() > 0) {
            ring.drain(
                    entry -> {
                        int number = next[entry.table()]++;
                        assertThat(entry.epochMillis()).isEqualTo(number);
                        for (int i = 0; i < entry.length(); i++) {
                            if (entry.bytes()[entry.offset() + i] != (byte) number) {
                                throw new AssertionError("byte " + i + " of row " + number + " is another row's");
                            }
                        }
                    },
                    1000);
        }
        assertThat(next).containsOnly(each);
        assertThat(ledger.droppedFor(DropReason.RING_FULL)).isZero();
    }

    @Test
    void nothingSlipsInBehindTheSeal() throws Exception {
        for (int round = 0; round < 50; round++) {
            Ledger counts = new Ledger();
            EventRing ring =
                    new EventRing(settings(WhenFull.BLOCK, null, Duration.ofSeconds(1)), 1 << 20, counts, Time.SYSTEM);
            var published = new AtomicInteger();
            var started = new CountDownLatch(4);
            List<Thread> callers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Thread caller = new Thread(() -> {
                    started.countDown();
                    for (int i = 0; i < 200; i++) {
                        if (log(ring, "x", Severity.INFO)) {
                            published.incrementAndGet();
                        }
                    }
                });
                caller.start();
                callers.add(caller);
            }
            started.await();
            int read = 0;
            ring.close();
            do {
                read += ring.drain(entry -> {}, 1000);
            } while (!ring.seal());
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(read).isEqualTo(published.get());
            assertThat(counts.droppedFor(DropReason.STOPPED)).isEqualTo(800 - published.get());
        }
    }

    @Test
    void cellsThatNobodyPublishesAreGivenUpAndTheOthersGoOn() {
        var time = new ManualTime();
        EventRing ring = new EventRing(settings(WhenFull.DROP, null, Duration.ofSeconds(1)), 1 << 20, ledger, time);
        long lost = ring.claim(1);
        long lostToo = ring.claim(24);
        log(ring, "behind them", Severity.INFO);
        for (int i = 0; i < 100; i++) {
            assertThat(drain(ring)).as("there is hope").isEmpty();
        }
        time.advance(Duration.ofSeconds(6));
        drain(ring);
        assertThat(drain(ring)).containsExactly("behind them");
        assertThat(ledger.droppedFor(DropReason.CAPTURE_FAILED)).isEqualTo(2);

        ring.write(lost, 1, entry("comes back after all", Severity.INFO));
        for (int round = 0; round < 3 * SMALL; round++) {
            log(ring, "round " + round, Severity.INFO);
            assertThat(drain(ring)).containsExactly("round " + round);
        }
        for (int i = 0; i < SMALL; i++) {
            log(ring, "filler", Severity.INFO);
        }
        ring.write(lostToo, 24, entry("comes back after all", Severity.INFO));
        assertThat(drain(ring)).hasSize(SMALL).containsOnly("filler");
        log(ring, "last", Severity.INFO);
        assertThat(drain(ring)).containsExactly("last");
        assertThat(ring.used()).isZero();
    }

    @Test
    void manyLostCellsAreWaitedForOnce() {
        var time = new ManualTime();
        EventRing ring = new EventRing(settings(WhenFull.DROP, null, Duration.ofSeconds(1)), 1 << 20, ledger, time);
        for (int i = 0; i < 10; i++) {
            assertThat(ring.claim(1)).isNotNegative();
            log(ring, "between " + i, Severity.INFO);
        }
        for (int i = 0; i < 30; i++) {
            drain(ring);
        }
        time.advance(Duration.ofSeconds(6));
        var read = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            read.addAll(drain(ring));
        }
        assertThat(read).hasSize(10);
        assertThat(ledger.droppedFor(DropReason.CAPTURE_FAILED)).isEqualTo(10);
    }

    @Test
    void aProcessThatWasSuspendedBlamesNobody() {
        var time = new ManualTime();
        EventRing ring = new EventRing(settings(WhenFull.DROP, null, Duration.ofSeconds(1)), 1 << 20, ledger, time);
        long slow = ring.claim(1);
        drain(ring);
        time.advance(Duration.ofHours(1));
        drain(ring);
        ring.write(slow, 1, entry("slow", Severity.INFO));
        assertThat(drain(ring)).containsExactly("slow");
    }

    @Test
    void aSmallHeapGetsASmallRing() {
        EventRing ring =
                new EventRing(settings(WhenFull.DROP, null, Duration.ofMillis(1)), 10 * 1024, ledger, Time.SYSTEM);
        assertThat(ring.size()).isEqualTo(64);
    }

    private EventRing heldBack(WhenFull whenFull, Time time) {
        return new EventRing(
                settings(whenFull, null, Duration.ofSeconds(50)),
                1 << 20,
                WAIT_FROM * EventRing.CELLS_PER_SLOT,
                null,
                ledger,
                time);
    }

    /** An event that could not be read for lack of memory was passed over and counted nowhere. */
    @Test
    void readingARowThatGoesOverTheEndWantsNoMemory() {
        EventRing ring = ring(WhenFull.DROP, null);
        var row = new RingEntry();
        row.begin(7, Severity.INFO, 1_795_161_801_123L);
        row.row(new byte[ring.longestRow() - 1], ring.longestRow() - 1);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        var lengths = new AtomicInteger();
        Consumer<RingEntry> reader = entry -> lengths.addAndGet(entry.length());
        log(ring, "so that a later one goes over the end", Severity.INFO);
        ring.drain(reader, 1);
        long allocated = 0;
        int rows = 2 * SMALL * 1024 / ring.longestRow();
        for (int i = 0; i < rows; i++) {
            assertThat(ring.offer(row)).isTrue();
            long before = threads.getThreadAllocatedBytes(me);
            ring.drain(reader, 1);
            allocated += threads.getThreadAllocatedBytes(me) - before;
        }
        assertThat(lengths.get()).isGreaterThan(rows * (ring.longestRow() - 1));
        assertThat(allocated).as("bytes allocated").isLessThan(ring.longestRow());
    }

    private EventRing ring(WhenFull whenFull, @Nullable Severity dropBelow) {
        return new EventRing(settings(whenFull, dropBelow, Duration.ofSeconds(10)), 1 << 20, ledger, Time.SYSTEM);
    }

    private static PipelineSettings.Ring settings(WhenFull whenFull, @Nullable Severity below, Duration maxBlock) {
        return new PipelineSettings.Ring(SMALL, whenFull, below, maxBlock);
    }

    private static void fill(EventRing ring) {
        while (ring.used() < ring.size()) {
            log(ring, "filler", Severity.INFO);
        }
    }

    /** A row of one kilobyte, with an event. */
    private static boolean log(EventRing ring, String message, Severity severity) {
        if (ring.refuses(severity)) {
            return false;
        }
        RingEntry entry = entry(message, severity);
        var event = new LoggedEvent();
        event.thrown(new IllegalStateException());
        entry.event(event);
        return ring.offer(entry) || ring.put(entry.copy());
    }

    private static RingEntry entry(String message, Severity severity) {
        byte[] row = Arrays.copyOf(message.getBytes(StandardCharsets.UTF_8), 800);
        var entry = new RingEntry();
        entry.begin(7, severity, 1_795_161_801_123L);
        entry.row(row, row.length);
        return entry;
    }

    private static List<String> drain(EventRing ring) {
        var messages = new ArrayList<String>();
        ring.drain(
                entry -> messages.add(
                        new String(entry.bytes(), entry.offset(), entry.length(), StandardCharsets.UTF_8).trim()),
                1000);
        return messages;
    }

    /** Each look at the clock takes a minute. */
    private static final class CountingTime implements Time {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public long nanos() {
            return asked.incrementAndGet() * 60_000_000_000L;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    }
}
