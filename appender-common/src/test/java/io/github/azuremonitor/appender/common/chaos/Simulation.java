package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * An hour of two hosts that share a directory, with an Azure and a disk that fail, drawn from one seed; then a calm in which
 * everything has to arrive.
 */
final class Simulation {
    static final List<String> STREAMS = List.of("Custom-Orders_CL", "Custom-Audit_CL");

    private static final long TICK = 50;
    private static final long TROUBLED = Duration.ofMinutes(60).toMillis();

    /** A service's longest Retry-After, after which the slowest circuit and the slowest look for files follow. */
    private static final long CALM = Duration.ofMinutes(30).toMillis();

    private final long seed;
    private final boolean ample;
    private final Path directory;
    private final RowBook book = new RowBook();
    private final Random application;
    private final Weather<FickleAzure.Failure> azureWeather;
    private final Weather<FickleDisk.Failure> diskWeather;
    private final List<Host> hosts;
    private final long epochMillis = new ManualTime().epochMillis();
    private int processes;

    Simulation(long seed, Path directory) {
        this.seed = seed;
        this.directory = directory;
        var random = new Random(seed);
        application = new Random(random.nextLong());
        // On every third the disk is so small that rows have to be given up.
        ample = seed % 3 != 0;
        azureWeather = Weather.drawn(new Random(random.nextLong()), List.of(FickleAzure.Failure.values()), 2, TROUBLED);
        diskWeather = Weather.drawn(new Random(random.nextLong()), List.of(FickleDisk.Failure.values()), 1, TROUBLED);
        PipelineSettings settings = Settings.with(
                        "durability",
                        seed % 2 == 0 ? "journal" : "spool",
                        "spoolDirectory",
                        directory.toString(),
                        "spoolMaxBytes",
                        ample ? "100MB" : "1MB",
                        "linger",
                        application.nextBoolean() ? "5s" : "1s")
                .pipeline();
        var azure = new FickleAzure(book, STREAMS, azureWeather, new Random(random.nextLong()));
        var setup = new Host.Setup(
                settings,
                ample ? 32 << 20 : 100 << 10,
                directory,
                azure,
                diskWeather,
                epochMillis,
                book,
                () -> ++processes);
        hosts = List.of(new Host(setup, new Random(random.nextLong())), new Host(setup, new Random(random.nextLong())));
    }

    /** Runs it and checks everything; returns what happened, in one line. */
    String run() {
        try {
            return drained();
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(failed.getMessage() + "\nin " + this, failed);
        }
    }

    private String drained() {
        long now = 0;
        for (; now < TROUBLED; now += TICK) {
            tick(now);
        }
        for (Host host : hosts) {
            host.calm(now);
        }
        long calmSince = now;
        for (; hosts.stream().anyMatch(host -> !host.isIdle()); now += TICK) {
            assertThat(now - calmSince)
                    .as("milliseconds of calm, and rows still wait")
                    .isLessThan(CALM);
            tickQuietly(now);
        }
        long drainedAfter = now - calmSince;
        now = stop(now);
        // What could not be read in a takeover, or not be deleted, is the next start's.
        hosts.get(0).calm(now);
        for (long until = now + 120_000; now < until || !hosts.get(0).isIdle(); now += TICK) {
            assertThat(now - until).as("milliseconds of the last process").isLessThan(CALM);
            tickQuietly(now);
        }
        stop(now);
        return audit(drainedAfter);
    }

    private long stop(long from) {
        long now = from;
        for (Host host : hosts) {
            if (!host.isEmpty()) {
                host.stop(now);
            }
        }
        for (; hosts.stream().anyMatch(host -> !host.isEmpty()); now += TICK) {
            tickQuietly(now);
        }
        return now;
    }

    private void tick(long now) {
        for (Host host : hosts) {
            host.tick(now, this::log);
        }
    }

    private void tickQuietly(long now) {
        for (Host host : hosts) {
            host.tick(now, (process, offered, at) -> {});
        }
    }

    /** Some ten rows a second, now and then a storm, some rows large, few of them poison. */
    private void log(SimulatedProcess process, BitSet offered, long now) {
        int rows = application.nextInt(2);
        if (application.nextInt(2_000) == 0) {
            rows = 500;
        }
        for (int i = 0; i < rows; i++) {
            String stream = STREAMS.get(application.nextInt(4) == 0 ? 1 : 0);
            long millis = epochMillis + now;
            boolean poison = application.nextInt(3_000) == 0;
            int id = book.rows();
            if (process.log(stream, book.row(millis, text(), poison), millis)) {
                book.offered.set(id);
                offered.set(id);
            }
        }
        if (application.nextInt(400) == 0 && !process.lingerPolicy().isOutage()) {
            process.cut();
        }
    }

    private String text() {
        int kind = application.nextInt(500);
        if (kind == 0) {
            return noise(20_000);
        }
        return kind < 50 ? noise(400) : "order " + application.nextInt(1000) + " was paid";
    }

    private String noise(int chars) {
        var text = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
            text.append((char) ('0' + application.nextInt(75) % 43));
        }
        return text.toString().replace('\\', '/');
    }

    private String audit(long drainedAfter) {
        Remains remains = Remains.in(directory);
        book.buried.or(remains.buried());
        var dropped = new TreeMap<DropReason, Long>();
        for (Host host : hosts) {
            host.dropped().forEach((reason, rows) -> dropped.merge(reason, rows, Long::sum));
        }
        assertThat(PlayedDisk.files(directory, ".batch")).isEmpty();
        assertThat(PlayedDisk.files(directory, ".tmp")).isEmpty();
        assertThat(PlayedDisk.files(directory, ".open")).isEmpty();
        assertThat(dropped.keySet())
                .isSubsetOf(
                        ample
                                ? EnumSet.of(DropReason.REFUSED, DropReason.SHUTDOWN)
                                : EnumSet.of(DropReason.REFUSED, DropReason.SHUTDOWN, DropReason.BUFFER_FULL));
        BitSet missing = book.missing();
        long given = dropped.values().stream().mapToLong(Long::longValue).sum();
        assertThat((long) missing.cardinality())
                .as("rows that nobody has, against those counted as dropped: %s", dropped)
                .isLessThanOrEqualTo(given - book.buried.cardinality());
        BitSet unexplained = (BitSet) book.storedTwice.clone();
        unexplained.andNot(book.mayBeTwice);
        assertThat(unexplained).as("rows stored twice for no reason").isEqualTo(new BitSet());
        BitSet innocent = (BitSet) book.buried.clone();
        innocent.andNot(book.poison);
        boolean rowsLookedGuilty = azureWeather.toString().contains("BAD_STREAM");
        assertThat(innocent.isEmpty() || rowsLookedGuilty)
                .as("good rows among the dead letters: %s", innocent)
                .isTrue();
        return line(drainedAfter, dropped, missing, innocent);
    }

    private String line(long drainedAfter, Map<DropReason, Long> dropped, BitSet missing, BitSet innocent) {
        return "seed " + seed + ": " + book.rows() + " rows, " + book.stored.cardinality() + " stored, "
                + book.storedTwice.cardinality() + " of them twice, " + book.buried.cardinality() + " buried, "
                + innocent.cardinality() + " of them good, " + book.diedWithProcess.cardinality()
                + " died with a process, " + missing.cardinality() + " dropped; " + dropped + "; " + processes
                + " processes; drained after " + drainedAfter / 1000 + " s; "
                + hosts.stream().map(Host::summary).toList();
    }

    @Override
    public String toString() {
        return "seed " + seed + " (run it alone with -Dchaos.seed=" + seed + "); Azure: " + azureWeather + "; disk: "
                + diskWeather;
    }
}
