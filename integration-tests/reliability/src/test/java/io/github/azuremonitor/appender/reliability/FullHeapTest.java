package io.github.azuremonitor.appender.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The heap of an application is full, to its last bytes, for as long as chance says: afterwards everything goes on, and
 * each event is accounted for. {@code -Dheap.seed=N} repeats a run's moments.
 */
@Timeout(1800)
class FullHeapTest {
    private static final int TIMES_IN_A_PROCESS = 5;

    @TempDir
    private Path directory;

    /** In the short form with a journal, which has the most threads and files to go on with. */
    static Stream<String> durabilities() {
        return Boolean.getBoolean("thorough") ? Stream.of("spool", "journal", "memory") : Stream.of("journal");
    }

    @ParameterizedTest
    @MethodSource("durabilities")
    void afterAFullHeapEveryEventArrivesAndThoseBeforeAreAccountedFor(String durability) throws Exception {
        long seed = Seeds.of("heap.seed");
        var random = new Random(seed);
        int rounds = Integer.getInteger("heap.rounds", 1);
        for (int round = 1; round <= rounds; round += TIMES_IN_A_PROCESS) {
            fill(durability, Math.min(TIMES_IN_A_PROCESS, rounds - round + 1), random.nextInt(1_000_000), seed);
        }
    }

    private void fill(String durability, int times, int processSeed, long seed) throws Exception {
        String tag = durability + processSeed;
        var arrivals = new Arrivals();
        try (LogsEmulator azure = LogsEmulator.builder()
                .requireToken(false)
                .keepRows(false)
                .onRow(arrivals)
                .start()) {
            var plan = new LoggingProcess.Plan(azure, directory)
                    .program(FullHeapProgram.class)
                    .option("-XX:-ExitOnOutOfMemoryError")
                    .option("-Dheap.seed=" + processSeed)
                    .heap("32m")
                    .rate(5_000)
                    .textLength(200)
                    .set("durability", durability)
                    .set("dropReport", "off")
                    .set("linger", "50ms")
                    .set("requestTimeout", "5s")
                    .set("connectTimeout", "5s");
            try (LoggingProcess process = plan.start(tag, times)) {
                int exit = process.awaitEnd(Duration.ofMinutes(8));
                String said = "-Dheap.seed=" + seed + ", the process said:\n" + process.text();
                assertThat(exit).as(said).isZero();
                for (int time = 0; time <= times; time++) {
                    assertThat(arrivals.missing(tag + "-" + time, FullHeapProgram.LATER))
                            .as("events logged after time %s that did not arrive; %s", time, said)
                            .isZero();
                    assertThat(process.await(FullHeapProgram.FLUSHED)).as(said).isEqualTo(time + " true");
                }
                List<Long> calls = List.of(process.await(FullHeapProgram.CALLS).split(" ")).stream()
                        .map(Long::valueOf)
                        .toList();
                ChildStats stats = ChildStats.parse(process.await(LoggingProgram.STATS));
                long returned = calls.get(0);
                long threw = calls.get(1);
                System.out.println(tag + ": " + returned + " log calls returned, " + threw + " threw; " + stats);
                assertThat(stats.balances()).as("the ledger balances; %s", said).isTrue();
                assertThat(stats.held()).as("rows still held; %s", said).isZero();
                assertThat(stats.offered())
                        .as("events offered; %s log calls returned and %s threw; %s", returned, threw, said)
                        .isBetween(returned, returned + threw);
                long arrived = arrivals.distinct(tag);
                for (int time = 0; time <= times; time++) {
                    arrived += arrivals.distinct(tag + "-" + time);
                }
                // Without those of the process before, which may have had no memory to delete a page of its journal.
                assertThat(arrived)
                        .as("accepted rows are there; %s", said)
                        .isGreaterThanOrEqualTo(stats.accepted() - stats.recovered());
            }
        }
    }
}
