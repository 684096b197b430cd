package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new Random(3));

    @Test
    void retriesUseTheWholeRangeUpToACeilingThatDoublesToAMinute() {
        assertRange(Fate.RETRY, 0, 0, 1);
        assertRange(Fate.RETRY, 3, 0, 8);
        assertRange(Fate.RETRY, 6, 0, 60);
        assertRange(Fate.RETRY, 1000, 0, 60);
    }

    @Test
    void whereAPersonHasToActHalfOfTheWaitIsFixed() {
        assertRange(Fate.NO_TOKEN, 0, 2.5, 5);
        assertRange(Fate.REFUSED_DCR, 0, 15, 30);
        assertRange(Fate.REFUSED_STREAM, 50, 150, 300);
        assertRange(Fate.HOLD_SLOWLY, 50, 150, 300);
    }

    @Test
    void retryAfterIsNeverUndercutAndExceededByATenthSoThatAFleetDoesNotComeBackAtOnce() {
        long latest = 0;
        for (int i = 0; i < 1000; i++) {
            long nanos = backoff.nanos(Fate.RETRY, Outcomes.throttled(Duration.ofSeconds(30)), i % 10);
            assertThat(nanos).isGreaterThanOrEqualTo(30_000_000_000L);
            assertThat(nanos).isLessThanOrEqualTo(i % 10 < 5 ? 33_000_000_001L : 60_000_000_000L);
            latest = i % 10 < 5 ? Math.max(latest, nanos) : latest;
        }
        assertThat(latest).isGreaterThan(32_500_000_000L);
    }

    @Test
    void anAbsurdRetryAfterIsCapped() {
        Outcome nextYear = Outcomes.throttled(Duration.ofDays(365));
        assertThat(backoff.nanos(Fate.RETRY, nextYear, 0))
                .isLessThan(Duration.ofMinutes(11).toNanos());
    }

    @Test
    void aRetryAfterOfZeroDoesNotHammer() {
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.nanos(Fate.RETRY, Outcomes.throttled(Duration.ZERO), 0))
                    .isGreaterThanOrEqualTo(50_000_000);
        }
    }

    private void assertRange(Fate fate, int failures, double fromSeconds, double toSeconds) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < 2000; i++) {
            double seconds = backoff.nanos(fate, Outcomes.unreachable(), failures) / 1e9;
            least = Math.min(least, seconds);
            most = Math.max(most, seconds);
        }
        double span = toSeconds - fromSeconds;
        assertThat(least).isBetween(fromSeconds, fromSeconds + span / 10);
        assertThat(most).isBetween(toSeconds - span / 10, toSeconds);
    }
}
