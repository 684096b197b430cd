package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long the flusher sleeps, by what it found when it woke. */
class NapTest {
    private static final int RING = 8192;

    @Test
    void whoLogsNothingIsLookedAtFourTimesASecond() {
        var nap = new Nap(RING, false);
        long nanos = settle(nap, 0);
        assertThat(nanos).isEqualTo(Duration.ofMillis(250).toNanos());
    }

    @Test
    void itSleepsUntilTheRingShouldBeAThirtySecondthFull() {
        // 256 of 8,192 slots.
        assertThat(settle(new Nap(RING, false), 10_000)).isEqualTo(micros(25_600));
        assertThat(settle(new Nap(RING, false), 100_000)).isEqualTo(micros(2_560));
        assertThat(settle(new Nap(RING, false), 10)).isEqualTo(micros(250_000));
    }

    @Test
    void aFlusherThatWorksHalfOfTheTimeSleepsAsLongAsItsWorkTakes() {
        var nap = new Nap(RING, false);
        assertThat(nap.next(1_000, micros(1_500), micros(1_200))).isEqualTo(micros(1_200));
        assertThat(nap.next(1_000, micros(1_500), micros(100))).isEqualTo(micros(500));
    }

    @Test
    void aNapThatWasCutShortDoesNotMakeTheNextOneLong() {
        var nap = new Nap(RING, false);
        long usual = settle(nap, 100_000);
        assertThat(nap.next(0, micros(10), micros(10))).isEqualTo(4 * usual);
    }

    @Test
    void withAJournalItIsAFewEventsBehind() {
        assertThat(settle(new Nap(RING, true), 0)).isEqualTo(micros(100_000));
        assertThat(settle(new Nap(RING, true), 1_000)).as("10 events").isEqualTo(micros(10_000));
        assertThat(settle(new Nap(RING, true), 10_000))
                .as("a wake-up costs more than an event")
                .isEqualTo(micros(2_000));
        assertThat(settle(new Nap(RING, true), 512_000))
                .as("a share of the ring")
                .isEqualTo(micros(500));
    }

    @Test
    void aCallerEndsANapWhenAQuarterOfTheRingIsTakenAndWithAJournalBefore() {
        var plain = new Nap(RING, false);
        settle(plain, 100);
        assertThat(plain.slots()).isEqualTo(RING / 4);
        var journalled = new Nap(RING, true);
        settle(journalled, 100);
        assertThat(journalled.slots()).isEqualTo(20);
        settle(journalled, 10_000);
        assertThat(journalled.slots())
                .as("a nap of 2 ms ends soon enough by itself")
                .isEqualTo(RING / 4);
    }

    @Test
    void aProcessThatWasSuspendedForAYearGoesOn() {
        var nap = new Nap(1 << 20, true);
        assertThat(nap.next(
                        1, Duration.ofDays(365).toNanos(), Duration.ofDays(365).toNanos()))
                .isPositive();
    }

    /** What the nap comes to at that many slots a second. */
    private static long settle(Nap nap, long slotsPerSecond) {
        long nanos = 1_000_000;
        for (int i = 0; i < 100; i++) {
            nanos = nap.next(slotsPerSecond * nanos / 1_000_000_000L, nanos, 0);
        }
        return nanos;
    }

    private static long micros(long micros) {
        return micros * 1000;
    }
}
