package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * One event a second for three days, or, unless {@code -Dthorough=true}, for three hours: what each batch leaves behind adds
 * up. How often the flusher wakes up is {@code SleepPolicyTest}'s.
 */
class TrickleTest {
    private static final int HOURS = Boolean.getBoolean("thorough") ? 72 : 3;
    private static final long TICK = 250;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /**
     * Leaving 500 bytes with each of 720 batches an hour would be 25 MB in three days. What other tests left in this JVM may
     * take some more meanwhile.
     */
    private static final long MOST_GROWTH = 4 << 20;

    @Test
    void aTrickleLeavesNothingBehindAndWakesTheCourierNoMoreOften() {
        SimulatedProcess process = process();
        byte[] row = "{\"Message\":\"still here\"}".getBytes(StandardCharsets.US_ASCII);
        List<Hour> hours = new ArrayList<>();
        long wakeUps = 0;
        for (long now = 0; now < HOURS * HOUR; now += TICK) {
            if (now % 1_000 == 0) {
                assertThat(process.log(Settings.STREAM, row, process.time.epochMillis()))
                        .isTrue();
            }
            process.tick(now);
            if (now % HOUR == HOUR - TICK) {
                hours.add(new Hour(
                        process.wakeUps() - wakeUps,
                        process.posts.total(),
                        process.stats().held(),
                        usedBytes()));
                wakeUps = process.wakeUps();
            }
        }

        Hour first = hours.get(0);
        Hour last = hours.get(HOURS - 1);
        assertThat(process.stats().balances()).isTrue();
        assertThat(process.stats().totalDropped()).isZero();
        assertThat(last.posts)
                .as("a POST for each five or six seconds: %s", hours)
                .isBetween(600L * HOURS, 720L * HOURS);
        assertThat(hours)
                .as("wake-ups of an hour")
                .allMatch(hour -> Math.abs(hour.wakeUps - first.wakeUps) <= first.wakeUps / 50);
        assertThat(hours).as("rows that wait, which a linger holds").allMatch(hour -> hour.held <= 10);
        assertThat(last.usedBytes - first.usedBytes)
                .as("bytes that the last hour uses more than the first: %s", hours)
                .isLessThan(MOST_GROWTH);
    }

    private static SimulatedProcess process() {
        return new SimulatedProcess(
                new SimulatedProcess.Parts(
                        1,
                        Settings.with().pipeline(),
                        (from, batch, now) ->
                                new Azure.Reply(Outcomes.accepted(), RecoveringAzure.LATENCY_MILLIS, true),
                        new Random(1),
                        SimulatedProcess.ids(new Random(2)),
                        () -> false,
                        SimulatedProcess.inMemory(16 << 20)),
                0);
    }

    /** Least of some readings: threads of other tests may still be ending. */
    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private record Hour(long wakeUps, long posts, long held, long usedBytes) {}
}
