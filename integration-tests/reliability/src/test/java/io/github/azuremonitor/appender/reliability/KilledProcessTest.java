package io.github.azuremonitor.appender.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9}, round after round, at moments that chance picks, each process starting on what the one before left.
 * {@code -Dkill.seed=N} repeats a run's moments and weather.
 */
@Timeout(1800)
class KilledProcessTest {
    /** What a killed process loses with a journal while its flusher gets a processor: what came during a nap or two. */
    private static final long JOURNAL_MEDIAN = 25;

    /** And without a processor: from 256 slots on, 171 of these events, a log call waits; some more are in its hands. */
    private static final long JOURNAL_WORST = 500;

    /** With its 1,000 characters of noise a row takes this much at least, so no more than so many fit a batch of 1 MB. */
    private static final int TEXT_LENGTH = 1_000;

    private static final long ROWS_OF_A_BATCH = 1_048_576 / (TEXT_LENGTH + 60);
    /** Small, so that the bound without a journal means something; with one the usual ring is tried too. */
    private static final int RING_SLOTS = 1_024;

    private static final int IN_FLIGHT = 1;

    /** What lies in the middle of fewer rounds says nothing; on a busy machine there are fewer. */
    private static final int ROUNDS_WITH_A_MEDIAN = 10;

    /**
     * Without one: the ring; the batch that is open, or waits for room in the inbox; one in the inbox, where bodies above
     * 512 KB are given 1 MB, which is all of the inbox in a heap of 128 MB; one that the courier is writing; and what it
     * has in flight or waiting for another try.
     */
    private static final long SPOOL_WORST = RING_SLOTS + ROWS_OF_A_BATCH * (1 + 1 + 1 + 2 * IN_FLIGHT);

    @TempDir
    private Path directory;

    @Test
    void withoutAJournalAKilledProcessLosesNoMoreThanItMayHoldInMemory() throws Exception {
        Losses losses = killRounds("spool", RING_SLOTS, Integer.getInteger("kill.spool.rounds", 2));

        assertThat(losses.worst()).as("%s", losses).isLessThanOrEqualTo(SPOOL_WORST);
    }

    @Test
    void withAJournalAKilledProcessLosesAFewEvents() throws Exception {
        int rounds = Integer.getInteger("kill.rounds", 2);
        Losses losses = killRounds("journal", Integer.getInteger("kill.ring", RING_SLOTS), rounds);

        if (losses.servedRounds() >= ROUNDS_WITH_A_MEDIAN) {
            assertThat(losses.servedMedian()).as("%s", losses).isLessThanOrEqualTo(JOURNAL_MEDIAN);
        }
        assertThat(losses.worst()).as("%s", losses).isLessThanOrEqualTo(JOURNAL_WORST);
    }

    private Losses killRounds(String durability, int ringSlots, int rounds) throws Exception {
        long seed = Seeds.of("kill.seed");
        var random = new Random(seed);
        var arrivals = new Arrivals();
        var killed = new ArrayList<Killed>();
        try (LogsEmulator azure = LogsEmulator.builder()
                .requireToken(false)
                .keepRows(false)
                .onRow(arrivals)
                .start()) {
            var plan = new LoggingProcess.Plan(azure, directory)
                    .set("durability", durability)
                    .set("spoolMaxBytes", "1GB")
                    .set("ringSize", Integer.toString(ringSlots))
                    .set("maxInFlight", Integer.toString(IN_FLIGHT))
                    // A slow disk makes callers wait, and never drop.
                    .set("maxBlock", "10s")
                    .set("connectTimeout", "1s")
                    .set("requestTimeout", "1s")
                    .textLength(TEXT_LENGTH);
            for (int round = 1; round <= rounds; round++) {
                killed.add(killOne(plan, azure, round, random));
            }
            Weather.calm(azure);
            drain(plan);
        }
        var losses = new Losses(
                "kill -9, durability=" + durability + ", " + rounds + " rounds, -Dkill.seed=" + seed + ", bound "
                        + (durability.equals("journal") ? JOURNAL_WORST : SPOOL_WORST),
                killed,
                arrivals);
        System.out.println(losses);
        for (Killed one : killed) {
            assertThat(one.logged()).as("%s has logged", one).isPositive();
            assertThat(arrivals.highest(one.tag()))
                    .as("nothing arrives that was not logged: %s", one)
                    .isLessThanOrEqualTo(one.logged() + 1);
        }
        return losses;
    }

    private static Killed killOne(LoggingProcess.Plan plan, LogsEmulator azure, int round, Random random)
            throws Exception {
        Weather weather = Weather.values()[round % Weather.values().length];
        weather.begin(azure);
        try (LoggingProcess process = plan.start("r" + round, 0)) {
            process.awaitLogging();
            long first = System.nanoTime();
            long left = Duration.ofMillis(300 + random.nextInt(2_200)).toNanos();
            while (left > 0) {
                long step = Math.min(
                        left, Duration.ofMillis(50 + random.nextInt(500)).toNanos());
                assertThat(process.lives(Duration.ofNanos(step)))
                        .as("it lives:\n%s", process.text())
                        .isTrue();
                weather.goesOn(azure, random);
                left -= step;
            }
            FlusherTime flusher = process.flusherTime();
            Duration after = Duration.ofNanos(System.nanoTime() - first);
            process.kill();
            return new Killed(process.tag(), weather, process.logged(), after, flusher);
        }
    }

    /** A last process sends all that the others have left. */
    private void drain(LoggingProcess.Plan plan) throws Exception {
        try (LoggingProcess last = plan.start("last", 1)) {
            last.awaitLogging();
            await().atMost(LoggingProcess.PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> {
                        assertThat(waitingFiles()).isEmpty();
                        assertThat(last.stats().held()).as(last.text()).isZero();
                    });
            last.say("end");
            assertThat(last.await(LoggingProgram.FLUSHED)).isEqualTo("true 1");
            ChildStats stats = ChildStats.parse(last.await(LoggingProgram.STATS));
            assertThat(stats.dropped()).as(last.text()).isZero();
            assertThat(stats.balances()).as(last.text()).isTrue();
            assertThat(last.awaitEnd()).isZero();
        }
    }

    private List<Path> waitingFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".batch")
                            || file.toString().endsWith(".tmp"))
                    .toList();
        } catch (UncheckedIOException deletedMeanwhile) {
            return waitingFiles();
        }
    }

    /** What the endpoint is like. */
    enum Weather {
        UP,
        REFUSING,
        FLAPPING,
        UNAVAILABLE,
        HANGING;

        static void calm(LogsEmulator azure) {
            azure.faults().clear();
            azure.start();
        }

        void begin(LogsEmulator azure) {
            calm(azure);
            switch (this) {
                case REFUSING -> azure.stop();
                case UNAVAILABLE -> azure.faults().always(Fault.status(503));
                case HANGING -> azure.faults().always(Fault.hang());
                default -> {}
            }
        }

        void goesOn(LogsEmulator azure, Random random) {
            if (this == FLAPPING) {
                if (random.nextBoolean()) {
                    azure.stop();
                } else {
                    azure.start();
                }
            }
        }
    }

    /**
     * How far a process came.
     *
     * @param after since its first event
     */
    record Killed(String tag, Weather weather, long logged, Duration after, FlusherTime flusher) {}
}
