package io.github.azuremonitor.appender.common.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.WhenFull;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventRingTest {
    private static final int SMALL = 64;
    private static final int WAIT_FROM = 16;

    private final Ledger ledger = new Ledger();

    @Test
    void eventsComeOutInOrderAndSlotsAreCleared() {
        EventRing ring = ring(WhenFull.DROP, null);
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 50; i++) {
                log(ring, "event " + i, Severity.INFO);
            }
            List<String> read = drain(ring);
            assertThat(read).hasSize(50).startsWith("event 0").endsWith("event 49");
        }
        EventSlot slot = ring.claim(1, Severity.INFO);
        assertThat(slot).isNotNull();
        assertThat(slot.thrown()).isNull();
        assertThat(slot.context().size()).isZero();
        ring.publish(slot);
    }

    @Test
    void aBigEventTakesAsManySlotsAsItHasKilobytes() {
        EventRing ring = ring(WhenFull.DROP, null);
        EventSlot slot = ring.claim(5000, Severity.INFO);
        assertThat(slot).isNotNull();
        assertThat(slot.span()).as("10,000 bytes and overhead").isEqualTo(10);
        assertThat(ring.used()).isEqualTo(10);
        slot.complete();
        ring.publish(slot);
        drain(ring);
        assertThat(ring.used()).isZero();
    }

    @Test
    void anEventBiggerThanTheRingStillGetsIn() {
        EventRing ring = ring(WhenFull.DROP, null);
        EventSlot slot = ring.claim(10_000_000, Severity.INFO);
        assertThat(slot).isNotNull();
        assertThat(slot.span()).isEqualTo(SMALL / 4);
        slot.complete();
        ring.publish(slot);
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
        assertThat(drain(ring)).isNotEmpty();
        assertThat(logged.await(60, TimeUnit.SECONDS)).isTrue();
        caller.join();
        assertThat(drain(ring)).contains("late");
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
        ring.drain(event -> {}, 10);
        log(ring, "still latched, but there is room", Severity.INFO);
        ring.drain(event -> {}, SMALL);
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
            read += ring.drain(event -> {}, 1);
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
            read += ring.drain(event -> {}, 1000);
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
    void anEventWhoseCaptureFailedIsSeenAsIncompleteAndStopsNobody() {
        EventRing ring = ring(WhenFull.DROP, null);
        EventSlot broken = ring.claim(10, Severity.INFO);
        assertThat(broken).isNotNull();
        ring.publish(broken);
        log(ring, "next", Severity.INFO);
        List<Boolean> complete = new ArrayList<>();
        ring.drain(event -> complete.add(event.isComplete()), 10);
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
                            EventSlot slot = ring.claim(random.nextInt(6000), Severity.INFO);
                            if (slot != null) {
                                slot.time(thread, i);
                                slot.complete();
                                ring.publish(slot);
                            }
                        }
                        running.decrementAndGet();
                    })
                    .start();
        }
        while (running.get() > 0 || ring.used() > 0) {
            ring.drain(
                    event -> {
                        int thread = (int) event.epochSecond();
                        assertThat(event.nanoOfSecond()).isEqualTo(next[thread]++);
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
                read += ring.drain(event -> {}, 1000);
            } while (!ring.seal());
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(read).isEqualTo(published.get());
            assertThat(counts.droppedFor(DropReason.STOPPED)).isEqualTo(800 - published.get());
        }
    }

    @Test
    void slotsThatNobodyPublishesAreGivenUpAndTheOthersGoOn() {
        var time = new ManualTime();
        EventRing ring = new EventRing(settings(WhenFull.DROP, null, Duration.ofSeconds(1)), 1 << 20, ledger, time);
        EventSlot lost = ring.claim(10, Severity.INFO);
        EventSlot lostToo = ring.claim(3000, Severity.INFO);
        log(ring, "behind them", Severity.INFO);
        for (int i = 0; i < 100; i++) {
            assertThat(drain(ring)).as("there is hope").isEmpty();
        }
        time.advance(Duration.ofSeconds(6));
        drain(ring);
        assertThat(drain(ring)).containsExactly("behind them");
        assertThat(ledger.droppedFor(DropReason.CAPTURE_FAILED)).isEqualTo(2);

        assertThat(lost).isNotNull();
        lost.message("comes back after all");
        ring.publish(lost);
        for (int round = 0; round < 3 * SMALL; round++) {
            log(ring, "round " + round, Severity.INFO);
            assertThat(drain(ring)).containsExactly("round " + round);
        }
        assertThat(lostToo).isNotNull();
        ring.publish(lostToo);
        log(ring, "last", Severity.INFO);
        assertThat(drain(ring)).containsExactly("last");
        assertThat(ring.used()).isZero();
    }

    @Test
    void manyLostSlotsAreWaitedForOnce() {
        var time = new ManualTime();
        EventRing ring = new EventRing(settings(WhenFull.DROP, null, Duration.ofSeconds(1)), 1 << 20, ledger, time);
        for (int i = 0; i < 10; i++) {
            assertThat(ring.claim(10, Severity.INFO)).isNotNull();
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
        EventSlot slow = ring.claim(10, Severity.INFO);
        assertThat(slow).isNotNull();
        drain(ring);
        time.advance(Duration.ofHours(1));
        drain(ring);
        slow.message("slow");
        slow.complete();
        ring.publish(slow);
        assertThat(drain(ring)).containsExactly("slow");
    }

    @Test
    void aSmallHeapGetsASmallRing() {
        EventRing ring =
                new EventRing(settings(WhenFull.DROP, null, Duration.ofMillis(1)), 10 * 1024, ledger, Time.SYSTEM);
        assertThat(ring.size()).isEqualTo(64);
    }

    private EventRing heldBack(WhenFull whenFull, Time time) {
        return new EventRing(settings(whenFull, null, Duration.ofSeconds(50)), 1 << 20, WAIT_FROM, null, ledger, time);
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

    private static boolean log(EventRing ring, String message, Severity severity) {
        EventSlot slot = ring.claim(message.length(), severity);
        if (slot == null) {
            return false;
        }
        slot.message(message);
        slot.thrown(new IllegalStateException());
        slot.context().accept("key", "value");
        slot.complete();
        ring.publish(slot);
        return true;
    }

    private static List<String> drain(EventRing ring) {
        var messages = new ArrayList<String>();
        ring.drain(event -> messages.add(event.message()), 1000);
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
