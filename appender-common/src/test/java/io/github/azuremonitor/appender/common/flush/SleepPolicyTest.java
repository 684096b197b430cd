package io.github.azuremonitor.appender.common.flush;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long the flusher sleeps, by what it found when it woke. */
class SleepPolicyTest {
    private static final int RING = 8192;

    @Test
    void whoLogsNothingIsLookedAtFourTimesASecond() {
        var sleepPolicy = new SleepPolicy(RING, false);
        long nanos = settle(sleepPolicy, 0);
        assertThat(nanos).isEqualTo(Duration.ofMillis(250).toNanos());
    }

    @Test
    void itSleepsUntilTheRingShouldBeAThirtySecondthFull() {
        // 256 of 8,192 slots.
        assertThat(settle(new SleepPolicy(RING, false), 10_000)).isEqualTo(micros(25_600));
        assertThat(settle(new SleepPolicy(RING, false), 100_000)).isEqualTo(micros(2_560));
        assertThat(settle(new SleepPolicy(RING, false), 10)).isEqualTo(micros(250_000));
    }

    @Test
    void aFlusherThatWorksHalfOfTheTimeSleepsAsLongAsItsWorkTakes() {
        var sleepPolicy = new SleepPolicy(RING, false);
        assertThat(sleepPolicy.next(1_000, micros(1_500), micros(1_200))).isEqualTo(micros(1_200));
        assertThat(sleepPolicy.next(1_000, micros(1_500), micros(100))).isEqualTo(micros(500));
    }

    @Test
    void aTrickleOfOneEventASecondWakesItAsOftenOnTheThirdDayAsInTheFirstHour() {
        for (boolean journalled : new boolean[] {false, true}) {
            var sleepPolicy = new SleepPolicy(RING, journalled);
            long hour = Duration.ofHours(1).toNanos();
            var wakeUps = new int[72];
            long logged = 0;
            long lastNap = 0;
            long nap = sleepPolicy.next(0, 0, 0);
            for (long now = nap; now < wakeUps.length * hour; now += nap) {
                wakeUps[(int) (now / hour)]++;
                long events = now / Duration.ofSeconds(1).toNanos() - logged;
                logged += events;
                nap = sleepPolicy.next(2 * events, now - lastNap, micros(70));
                lastNap = now;
            }
            assertThat(wakeUps[0])
                    .as("wake-ups of the first hour, four or ten a second")
                    .isBetween(3_600, 10 * 3_600 + 100);
            for (int i = 1; i < wakeUps.length; i++) {
                assertThat(wakeUps[i]).as("wake-ups of hour %d", i).isBetween(wakeUps[0] - 100, wakeUps[0] + 100);
            }
        }
    }

    @Test
    void aNapThatWasCutShortDoesNotMakeTheNextOneLong() {
        var sleepPolicy = new SleepPolicy(RING, false);
        long usual = settle(sleepPolicy, 100_000);
        assertThat(sleepPolicy.next(0, micros(10), micros(10))).isEqualTo(4 * usual);
    }

    @Test
    void withAJournalItIsAFewEventsBehind() {
        assertThat(settle(new SleepPolicy(RING, true), 0)).isEqualTo(micros(100_000));
        assertThat(settle(new SleepPolicy(RING, true), 2_000))
                .as("10 events of two cells")
                .isEqualTo(micros(10_000));
        assertThat(settle(new SleepPolicy(RING, true), 20_000))
                .as("a wake-up costs more than an event")
                .isEqualTo(micros(2_000));
        assertThat(settle(new SleepPolicy(RING, true), 512_000))
                .as("a share of the ring")
                .isEqualTo(micros(500));
    }

    @Test
    void aCallerEndsANapWhenAQuarterOfTheRingIsTakenAndWithAJournalBefore() {
        var plain = new SleepPolicy(RING, false);
        settle(plain, 100);
        assertThat(plain.cells()).isEqualTo(RING / 4);
        var journalled = new SleepPolicy(RING, true);
        settle(journalled, 100);
        assertThat(journalled.cells()).isEqualTo(40);
        settle(journalled, 20_000);
        assertThat(journalled.cells())
                .as("a nap of 2 ms ends soon enough by itself")
                .isEqualTo(RING / 4);
    }

    @Test
    void aProcessThatWasSuspendedForAYearGoesOn() {
        var sleepPolicy = new SleepPolicy(1 << 20, true);
        assertThat(sleepPolicy.next(
                        1, Duration.ofDays(365).toNanos(), Duration.ofDays(365).toNanos()))
                .isPositive();
    }

    /** What the nap comes to at that many slots a second. */
    private static long settle(SleepPolicy sleepPolicy, long slotsPerSecond) {
        long nanos = 1_000_000;
        for (int i = 0; i < 100; i++) {
            nanos = sleepPolicy.next(slotsPerSecond * nanos / 1_000_000_000L, nanos, 0);
        }
        return nanos;
    }

    private static long micros(long micros) {
        return micros * 1000;
    }
}
