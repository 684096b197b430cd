package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fleets that log steadily to one rule, which takes 12,000 requests and 2 GB a minute. In the short form a process stands for
 * several instances, and the quotas are smaller by as much; with {@code -Dchaos.rounds=1} the minutes are printed.
 */
class FleetUnderQuotaTest {
    private static final long TICK = 200;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final int BUSY_MINUTES = 5;

    /** One each five seconds, which is the default of {@code linger}. */
    private static final long BATCHES_PER_MINUTE = 12;

    /** Rows of a second: what matters to a service are requests and bytes. */
    private static final int EVENTS_PER_SECOND = 50;

    /**
     * Some instances.
     *
     * @param standsFor how many of them one process is
     * @param eventBytes bytes of an event: small ones test the quota of requests alone, and do so faster
     */
    private record Fleet(int instances, int standsFor, int eventBytes) {
        int processes() {
            return instances / standsFor;
        }
    }

    static Stream<Fleet> fleets() {
        return Boolean.getBoolean("thorough")
                ? Stream.of(
                        new Fleet(200, 1, 40),
                        new Fleet(1_000, 4, 40),
                        new Fleet(1_400, 10, 40),
                        new Fleet(10_000, 40, 10))
                : Stream.of(new Fleet(200, 10, 40), new Fleet(1_400, 25, 40), new Fleet(10_000, 125, 10));
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void aFleetStaysWithinTheQuotaOfARuleAndLosesNothing(Fleet fleet) {
        Rule rule = new Rule(12_000 / fleet.standsFor, 2_000_000_000L / fleet.standsFor);
        List<SimulatedProcess> processes = new ArrayList<>();
        for (int i = 0; i < fleet.processes(); i++) {
            processes.add(process(i, rule));
        }
        byte[] rows = ("{\"Message\":\"" + "x".repeat(EVENTS_PER_SECOND * fleet.eventBytes) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);

        long now = 0;
        for (; now < BUSY_MINUTES * MINUTE; now += TICK) {
            for (SimulatedProcess process : processes) {
                // They did not start in the same second.
                if ((now + process.number() * 37 / 8 * TICK) % 1_000 == 0) {
                    assertThat(process.log(Settings.STREAM, rows, process.time.epochMillis() + now))
                            .as("room in the ring")
                            .isTrue();
                }
                process.tick(now);
            }
            noteBacklog(processes, rule, now);
        }
        while (processes.stream().anyMatch(process -> process.stats().held() > 0)) {
            assertThat(now).as("time until all is delivered").isLessThan(30 * MINUTE);
            for (SimulatedProcess process : processes) {
                process.tick(now);
            }
            noteBacklog(processes, rule, now);
            now += TICK;
        }

        tell(fleet, rule);
        assertThat(processes)
                .as("nothing is lost")
                .allMatch(
                        process -> process.stats().balances() && process.stats().totalDropped() == 0);
        Minute first = rule.minute(0);
        Minute last = rule.minute(BUSY_MINUTES - 1);
        assertThat(last.refused)
                .as("refused requests of the last minute, of which each process has a probe or two; %s", rule.minutes)
                .isLessThanOrEqualTo(2L * fleet.processes());
        if (fleet.instances * BATCHES_PER_MINUTE > 12_000) {
            assertThat(last.requests())
                    .as("fewer requests than without throttling: %s", rule.minutes)
                    .isLessThan(fleet.processes() * BATCHES_PER_MINUTE);
            assertThat(last.bytes / last.accepted)
                    .as("fuller requests than in the first minute: %s", rule.minutes)
                    .isGreaterThan(first.bytes / Math.max(1, first.accepted));
        } else {
            assertThat(last.refused).as("%s", rule.minutes).isZero();
        }
        for (int minute = 1; minute < BUSY_MINUTES; minute++) {
            assertThat(rule.minute(minute).worstSecondShare())
                    .as("share of a minute's requests that come in one second, minute %d of %s", minute, rule.minutes)
                    .isLessThanOrEqualTo(0.35);
        }
    }

    private static void noteBacklog(List<SimulatedProcess> processes, Rule rule, long now) {
        if (now % MINUTE == MINUTE - TICK) {
            rule.minute(now / MINUTE).backlog = processes.stream()
                    .mapToLong(process -> process.stats().held())
                    .sum();
        }
    }

    private static SimulatedProcess process(int number, Azure azure) {
        return new SimulatedProcess(
                new SimulatedProcess.Parts(
                        number,
                        Settings.with().pipeline(),
                        azure,
                        // Random's first draws of neighbouring seeds are alike.
                        new Random(number * 0x9E3779B97F4A7C15L),
                        SimulatedProcess.ids(new Random(number)),
                        () -> false,
                        SimulatedProcess.inMemory(16 << 20)),
                0);
    }

    private static void tell(Fleet fleet, Rule rule) {
        if (Integer.getInteger("chaos.rounds") != null) {
            System.out.println(fleet);
            System.out.println(
                    "| minute | requests taken | refused | bytes of a request | worst second | rows waiting |");
            System.out.println("|---|---|---|---|---|---|");
            rule.minutes.forEach((number, minute) -> System.out.printf(
                    "| %d | %d | %d | %d | %.2f | %d |%n",
                    number,
                    minute.accepted * fleet.standsFor,
                    minute.refused * fleet.standsFor,
                    minute.bytes / Math.max(1, minute.accepted),
                    minute.worstSecondShare(),
                    minute.backlog * EVENTS_PER_SECOND * fleet.standsFor));
        }
    }

    /** What the service saw in a minute. */
    private static final class Minute {
        private final int[] seconds = new int[60];
        private long accepted;
        private long refused;
        private long bytes;
        private long backlog;

        long requests() {
            return accepted + refused;
        }

        double worstSecondShare() {
            int worst = 0;
            for (int second : seconds) {
                worst = Math.max(worst, second);
            }
            return requests() == 0 ? 0 : worst / (double) requests();
        }

        @Override
        public String toString() {
            return accepted + " taken, " + refused + " refused, " + bytes + " bytes";
        }
    }

    /** A rule whose quota begins anew with each minute, and which says how long that is. */
    private static final class Rule implements Azure {
        private final long requestsPerMinute;
        private final long bytesPerMinute;
        private final Map<Long, Minute> minutes = new HashMap<>();

        Rule(long requestsPerMinute, long bytesPerMinute) {
            this.requestsPerMinute = requestsPerMinute;
            this.bytesPerMinute = bytesPerMinute;
        }

        Minute minute(long number) {
            return minutes.computeIfAbsent(number, key -> new Minute());
        }

        @Override
        public Reply receive(SimulatedProcess from, Batch batch, long now) {
            Minute minute = minute(now / MINUTE);
            minute.seconds[(int) (now % MINUTE / 1_000)]++;
            if (minute.accepted + 1 > requestsPerMinute || minute.bytes + batch.rawBytes() > bytesPerMinute) {
                minute.refused++;
                Duration left = Duration.ofSeconds(60 - now % MINUTE / 1_000);
                return new Reply(Outcomes.throttled(left), RecoveringAzure.LATENCY_MILLIS, false);
            }
            minute.accepted++;
            minute.bytes += batch.rawBytes();
            return new Reply(Outcomes.accepted(), RecoveringAzure.LATENCY_MILLIS, true);
        }
    }
}
