package io.github.azuremonitor.appender.common.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.WhenFull;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who wakes the flusher, and who does not; with callers that come in every moment of its going to sleep. */
@Timeout(120)
class SleepingFlusherTest {
    private static final long AN_HOUR = Duration.ofHours(1).toNanos();
    private static final long SOON = Duration.ofMillis(2).toNanos();

    private final PlayedBed bed = new PlayedBed();
    private final EventRing ring = ring(bed);

    @Test
    void asManyEventsAsItSaidWakeItAndFewerDoNot() {
        bed.meanwhile = () -> {
            log(Severity.INFO);
            log(Severity.INFO);
            assertThat(bed.woken).as("woken by the second of three events").isZero();
            log(Severity.INFO);
            assertThat(bed.woken).as("woken by the third of three events").isEqualTo(1);
            log(Severity.INFO);
            assertThat(bed.woken).as("woken again").isEqualTo(1);
        };
        ring.sleep(AN_HOUR, 3, true);
        assertThat(bed.slept).containsExactly(AN_HOUR);
    }

    @Test
    void whatWasReadBeforeDoesNotCount() {
        for (int i = 0; i < 10; i++) {
            log(Severity.INFO);
        }
        ring.drain(entry -> {}, 100);
        bed.meanwhile = () -> {
            log(Severity.INFO);
            assertThat(bed.woken).isZero();
        };
        ring.sleep(AN_HOUR, 2, true);
        assertThat(bed.slept).containsExactly(AN_HOUR);
    }

    @Test
    void enoughEventsThatCameBeforeItSleptKeepItAwake() {
        log(Severity.INFO);
        log(Severity.INFO);
        ring.sleep(AN_HOUR, 2, true);
        assertThat(bed.slept).as("naps").isEmpty();
    }

    @Test
    void anEventThatIsBeingWrittenIsLookedForSoon() {
        var held = new HeldClaim(ring, 1);
        ring.sleep(AN_HOUR, 10, true);
        assertThat(bed.slept).containsExactly(SOON);
        held.publish();
    }

    @Test
    void aSevereEventWakesItAtOnceUnlessOneIsCaredForAlready() {
        bed.meanwhile = () -> {
            log(Severity.WARN);
            assertThat(bed.woken).as("woken by a warning").isZero();
            log(Severity.ERROR);
            assertThat(bed.woken).as("woken by an error").isEqualTo(1);
        };
        ring.sleep(AN_HOUR, 10, true);
        ring.drain(entry -> {}, 100);
        bed.meanwhile = () -> {
            log(Severity.ERROR);
            assertThat(bed.woken)
                    .as("woken by an error when it does not matter")
                    .isEqualTo(1);
        };
        ring.sleep(AN_HOUR, 10, false);
    }

    @Test
    void aCallWhileItIsAwakeKeepsItFromSleepingOnce() {
        ring.wake();
        ring.wake();
        ring.sleep(AN_HOUR, 10, true);
        assertThat(bed.slept).as("naps after it was called").isEmpty();
        ring.sleep(AN_HOUR, 10, true);
        assertThat(bed.slept).containsExactly(AN_HOUR);
        assertThat(bed.woken).as("unparked though it was awake").isZero();
    }

    @Test
    void aCallWakesIt() {
        bed.meanwhile = () -> {
            ring.wake();
            ring.wake();
            assertThat(bed.woken).isEqualTo(1);
        };
        ring.sleep(AN_HOUR, 10, true);
        bed.meanwhile = () -> {};
        ring.sleep(AN_HOUR, 10, true);
        assertThat(bed.slept).as("the call was for the nap that it ended").containsExactly(AN_HOUR, AN_HOUR);
    }

    @Test
    void noEventOfManyThreadsIsOverslept() throws Exception {
        everyEventIsRead(Severity.INFO, 1);
    }

    @Test
    void noSevereEventOfManyThreadsIsOverslept() throws Exception {
        everyEventIsRead(Severity.ERROR, 1000);
    }

    /** Each thread logs an event when its last one was read, and the flusher's naps end by being woken only. */
    private static void everyEventIsRead(Severity severity, int wakeFrom) throws InterruptedException {
        EventRing ring = ring(new EndlessBed());
        int threads = 3;
        int each = Boolean.getBoolean("thorough") ? 200_000 : 2_000;
        var read = new AtomicLong[threads];
        var done = new AtomicBoolean();
        Thread flusher = new Thread(() -> {
            while (!done.get()) {
                ring.drain(entry -> read[entry.table()].set(entry.epochMillis()), 100);
                ring.sleep(AN_HOUR, wakeFrom, true);
            }
        });
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            read[t] = new AtomicLong();
            callers.add(new Thread(() -> {
                for (int i = 1; i <= each; i++) {
                    ring.put(entry(thread, severity, i));
                    while (read[thread].get() < i && !done.get()) {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        flusher.start();
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            awaitEnd(caller, read);
        }
        done.set(true);
        ring.wake();
        LockSupport.unpark(flusher);
        flusher.join();
        for (AtomicLong last : read) {
            assertThat(last.get()).as("last event of a thread that was read").isEqualTo(each);
        }
    }

    /** Or until nothing was read for so long that the flusher has overslept: a busy machine is only slow. */
    private static void awaitEnd(Thread caller, AtomicLong[] read) throws InterruptedException {
        long before = -1;
        long now = 0;
        while (caller.isAlive() && now > before) {
            caller.join(TimeUnit.SECONDS.toMillis(30));
            before = now;
            now = Arrays.stream(read).mapToLong(AtomicLong::get).sum();
        }
    }

    private void log(Severity severity) {
        assertThat(ring.offer(entry(0, severity, 0))).isTrue();
    }

    /** Of one cell. */
    private static RingEntry entry(int table, Severity severity, int time) {
        var entry = new RingEntry();
        entry.begin(table, severity, time);
        entry.row(new byte[] {'{'}, 1);
        return entry;
    }

    private static EventRing ring(Alarm.Bed bed) {
        var settings = new PipelineSettings.Ring(64, WhenFull.BLOCK, null, Duration.ofSeconds(50));
        return new EventRing(settings, 1 << 20, Integer.MAX_VALUE, Severity.ERROR, new Ledger(), Time.SYSTEM, bed);
    }

    /** In which nobody sleeps: what happens meanwhile happens on the flusher's thread. */
    private static final class PlayedBed implements Alarm.Bed {
        private final List<Long> slept = new ArrayList<>();
        private int woken;
        private Runnable meanwhile = () -> {};

        @Override
        public void sleep(Object owner, long nanos) {
            slept.add(nanos);
            meanwhile.run();
        }

        @Override
        public void wake(@Nullable Thread sleeper) {
            assertThat(sleeper).isSameAs(Thread.currentThread());
            woken++;
        }
    }

    /** In which who overslept once sleeps for ever. */
    private static final class EndlessBed implements Alarm.Bed {
        private final AtomicBoolean rung = new AtomicBoolean();

        @Override
        public void sleep(Object owner, long nanos) {
            if (nanos <= SOON) {
                LockSupport.parkNanos(owner, nanos);
                return;
            }
            while (!rung.getAndSet(false)) {
                LockSupport.park(owner);
                if (Thread.interrupted()) {
                    return;
                }
            }
        }

        @Override
        public void wake(@Nullable Thread sleeper) {
            rung.set(true);
            LockSupport.unpark(sleeper);
        }
    }
}
