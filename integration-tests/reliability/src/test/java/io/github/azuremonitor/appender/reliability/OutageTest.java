package io.github.azuremonitor.appender.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An outage in the middle of 5,000 events a second, in a small heap: nothing is lost, and what the log calls took before,
 * during and after is printed. {@code -Doutage.seconds=20,30} and {@code -Doutage.kinds=hang,refuse,503} make it longer.
 */
@Timeout(900)
class OutageTest {
    private static final String HEAP = "96m";

    /** What the library promises to hold in memory at most: 64 MB or an eighth of the heap. */
    private static final long CEILING = (96L << 20) / 8;

    private static final List<String> PHASES = List.of("before", "outage", "recovery");

    @TempDir
    private Path directory;

    static Stream<String> kinds() {
        return Stream.of(System.getProperty("outage.kinds", "hang").split(",", -1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void anOutageLosesNothing(String kind) throws Exception {
        String[] seconds = System.getProperty("outage.seconds", Boolean.getBoolean("thorough") ? "5,10" : "2,5")
                .split(",", -1);
        Duration normal = Duration.ofSeconds(Integer.parseInt(seconds[0]));
        Duration outage = Duration.ofSeconds(Integer.parseInt(seconds[1]));
        var arrivals = new Arrivals();
        try (LogsEmulator azure = LogsEmulator.builder()
                        .requireToken(false)
                        .keepRows(false)
                        .onRow(arrivals)
                        .start();
                LoggingProcess process = new LoggingProcess.Plan(azure, directory)
                        .set("linger", "1s")
                        .set("requestTimeout", "5s")
                        // Its row has no number, by which arrivals are counted.
                        .set("dropReport", "off")
                        // A busy machine makes callers wait, and never drop.
                        .set("maxBlock", "10s")
                        .heap(HEAP)
                        .start("r1", 0)) {
            process.awaitLogging();
            // The first seconds are the compiler's.
            assertThat(process.lives(Duration.ofSeconds(2))).as(process.text()).isTrue();
            long heapBefore = heap(process);

            process.say("phase before");
            assertThat(process.lives(normal)).as(process.text()).isTrue();
            process.say("phase outage");
            begin(kind, azure);
            assertThat(process.lives(outage)).as(process.text()).isTrue();
            process.say("phase unrecorded");
            long heapInOutage = heap(process);
            ChildStats inOutage = process.stats();
            process.say("phase recovery");
            long rows = azure.rowCount(LoggingProcess.STREAM);
            azure.faults().clear();
            azure.start();
            long ended = System.nanoTime();
            await().atMost(LoggingProcess.PATIENCE).until(() -> azure.rowCount(LoggingProcess.STREAM) > rows);
            await().atMost(LoggingProcess.PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> process.stats().held() < 10_000);
            double caughtUp = (System.nanoTime() - ended) / 1e9;
            process.say("end");

            var latencies = new ArrayList<String>();
            for (String phase : List.of("before", "outage", "unrecorded", "recovery")) {
                latencies.add(process.await(LoggingProgram.LATENCY + " " + phase));
            }
            String[] flushed = process.await(LoggingProgram.FLUSHED).split(" ", -1);
            ChildStats stats = ChildStats.parse(process.await(LoggingProgram.STATS));
            assertThat(process.awaitEnd()).as(process.text()).isZero();

            long logged = Long.parseLong(flushed[1]);
            latencies.remove(2);
            print(kind, outage, logged, inOutage, stats, arrivals, latencies, heapInOutage - heapBefore, caughtUp);
            assertThat(flushed[0]).as("all accepted: %s", process.text()).isEqualTo("true");
            assertThat(stats.offered()).isEqualTo(logged);
            assertThat(stats.accepted()).isEqualTo(logged);
            assertThat(stats.dropped()).isZero();
            assertThat(stats.held()).isZero();
            assertThat(stats.balances()).isTrue();
            assertThat(arrivals.missing("r1", logged)).as("lost").isZero();
            assertThat(heapInOutage - heapBefore).as("bytes in memory").isLessThan(CEILING);
            assertThat(inOutage.held()).as("an outage it was").isGreaterThan(inOutage.offered() / 4);
        }
    }

    private static void begin(String kind, LogsEmulator azure) {
        switch (kind) {
            case "hang" -> azure.faults().always(Fault.hang());
            case "refuse" -> azure.stop();
            case "503" -> azure.faults().always(Fault.status(503));
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private static long heap(LoggingProcess process) throws InterruptedException {
        process.say("heap");
        return Long.parseLong(process.await(LoggingProgram.HEAP));
    }

    private static void print(
            String kind,
            Duration outage,
            long logged,
            ChildStats inOutage,
            ChildStats stats,
            Arrivals arrivals,
            List<String> latencies,
            long heapGrowth,
            double caughtUp) {
        System.out.printf(
                Locale.ROOT,
                "outage of %d s (%s), -Xmx%s: logged %,d, lost %,d, twice %,d, dropped %,d; at its end %,d rows held,"
                        + " heap %+.1f MB (ceiling %.0f MB); caught up %.1f s after it, %,d POSTs%n",
                outage.toSeconds(),
                kind,
                HEAP,
                logged,
                arrivals.missing("r1", logged),
                arrivals.duplicates("r1"),
                stats.dropped(),
                inOutage.held(),
                heapGrowth / 1048576.0,
                CEILING / 1048576.0,
                caughtUp,
                stats.posts());
        System.out.println("| log call, µs | calls | p50 | p90 | p99 | p99.9 | max |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int i = 0; i < PHASES.size(); i++) {
            String[] figures = latencies.get(i).split(" ", -1);
            var row = new StringBuilder("| " + PHASES.get(i) + " | " + figures[0]);
            for (int each = 1; each < figures.length; each++) {
                row.append(String.format(Locale.ROOT, " | %.1f", Long.parseLong(figures[each]) / 1000.0));
            }
            System.out.println(row.append(" |"));
        }
    }
}
