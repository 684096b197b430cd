package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two hundred instances that saw the same outage end must not come back as one. */
class FleetRecoveryTest {
    private static final int INSTANCES = 200;
    private static final long TICK = 100;
    private static final long OUTAGE = Duration.ofMinutes(10).toMillis();

    /** How the service fails, and the most first probes in one second of all. */
    @SuppressWarnings("ImmutableEnumChecker") // an outcome is a record of texts and numbers
    private enum Outage {
        UNREACHABLE(Outcomes.unreachable(), 0.10),
        NO_ROLE(Outcomes.answered(403, "OperationFailed"), 0.10),
        THROTTLED_FOR_A_MINUTE(Outcomes.throttled(Duration.ofSeconds(60)), 0.30);

        private final Outcome outcome;
        private final double share;

        Outage(Outcome outcome, double share) {
            this.outcome = outcome;
            this.share = share;
        }
    }

    /** In the short form the outage after which most come back at the same time. */
    static Stream<Outage> outages() {
        return Boolean.getBoolean("thorough") ? Stream.of(Outage.values()) : Stream.of(Outage.THROTTLED_FOR_A_MINUTE);
    }

    @ParameterizedTest
    @MethodSource("outages")
    void firstProbesAfterAnOutageAreSpread(Outage outage) {
        Recovery recovery = recover(outage.outcome, true);
        assertThat(recovery.worstShareOfProbes())
                .as("share of the fleet that comes back in one second")
                .isLessThanOrEqualTo(outage.share);
        Recovery without = recover(outage.outcome, false);
        assertThat(without.worstShareOfProbes()).as("the same without chance").isGreaterThan(0.9);
        tell(outage + ": first probes in the worst second " + recovery.worstShareOfProbes() + ", without chance "
                + without.worstShareOfProbes() + "; over " + recovery.probeSeconds() + " s; at most "
                + recovery.mostPosts() + " POSTs in a second, without chance " + without.mostPosts() + "; drained in "
                + recovery.drainedMillis / 1000 + " s");
    }

    @Test
    void aDrainIsAsFastAsTheServiceAnswers() {
        var azure = new RecoveringAzure(60_000, Outcomes.unreachable(), Long.MAX_VALUE, Long.MAX_VALUE);
        SimulatedProcess process = process(1, azure, new Random(1));
        for (int i = 0; i < 400; i++) {
            log(process, 0);
            process.cut();
            process.tick(0);
        }
        long now = 0;
        while (azure.accepted.isEmpty()) {
            process.tick(now);
            now += 10;
        }
        // One, two, four: three answers until the window is open.
        long open = now + 4 * RecoveringAzure.LATENCY_MILLIS;
        int seen = 0;
        for (; process.stats().accepted() < 390; now += 10) {
            process.tick(now);
            if (now > open && process.stats().accepted() < 390) {
                assertThat(process.underWay()).as("under way at %d ms", now).isEqualTo(4);
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(500);
        tell("drain of one: 400 batches at 100 ms each, four under way in each of " + seen + " looks");
    }

    private static Recovery recover(Outcome outcome, boolean chance) {
        var azure = new RecoveringAzure(OUTAGE, outcome, Long.MAX_VALUE, Long.MAX_VALUE);
        var fleet = new ArrayList<SimulatedProcess>();
        for (int i = 0; i < INSTANCES; i++) {
            // Random's first draws of neighbouring seeds are alike.
            fleet.add(process(i, azure, chance ? new Random(i * 0x9E3779B97F4A7C15L) : () -> 1L << 62));
        }
        long now = 0;
        for (; now < OUTAGE; now += TICK) {
            for (SimulatedProcess process : fleet) {
                if (now % 5_000 == 0) {
                    log(process, now);
                    process.cut();
                }
                process.tick(now);
            }
        }
        while (fleet.stream().anyMatch(process -> process.stats().held() > 0)) {
            assertThat(now - OUTAGE).isLessThan(Duration.ofMinutes(20).toMillis());
            for (SimulatedProcess process : fleet) {
                process.tick(now);
            }
            now += TICK;
        }
        assertThat(fleet).allMatch(process -> process.stats().balances());
        assertThat(fleet).allMatch(process -> process.stats().totalDropped() == 0);
        return new Recovery(azure.posts, now - OUTAGE);
    }

    private static void log(SimulatedProcess process, long now) {
        byte[] row = "{\"Message\":\"still there\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(process.log(Settings.STREAM, row, process.time.epochMillis() + now))
                .isTrue();
        // Puts it into the open batch.
        process.tick(now);
    }

    private static SimulatedProcess process(int number, Azure azure, RandomGenerator random) {
        return new SimulatedProcess(
                new SimulatedProcess.Parts(
                        number,
                        Settings.with().pipeline(),
                        azure,
                        random,
                        SimulatedProcess.ids(new Random(number)),
                        () -> false,
                        SimulatedProcess.inMemory(16 << 20)),
                0);
    }

    private static void tell(String what) {
        if (Integer.getInteger("chaos.rounds") != null) {
            System.out.println(what);
        }
    }

    /** What the service saw from the moment on in which it worked again. */
    private record Recovery(List<RecoveringAzure.Post> all, long drainedMillis) {
        private List<RecoveringAzure.Post> posts() {
            return all.stream().filter(post -> post.atMillis() >= OUTAGE).toList();
        }

        /** The worst second's share of all first probes. */
        double worstShareOfProbes() {
            var seen = new HashSet<Integer>();
            return most(posts().stream()
                            .filter(post -> seen.add(post.process()))
                            .toList())
                    / (double) INSTANCES;
        }

        int mostPosts() {
            return most(posts());
        }

        long probeSeconds() {
            var seen = new HashSet<Integer>();
            return posts().stream()
                                    .filter(post -> seen.add(post.process()))
                                    .mapToLong(RecoveringAzure.Post::atMillis)
                                    .max()
                                    .orElse(0)
                            / 1000
                    - OUTAGE / 1000;
        }

        private static int most(List<RecoveringAzure.Post> posts) {
            Map<Long, Integer> seconds = new HashMap<>();
            posts.forEach(post -> seconds.merge(post.atMillis() / 1000, 1, Integer::sum));
            return seconds.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        }
    }
}
