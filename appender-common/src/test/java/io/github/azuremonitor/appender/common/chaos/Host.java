package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A place where one process runs at a time: it is started, killed or stopped, and followed by the next. */
final class Host {
    /** Batches that a courier may have in its hands: under way, waiting, and one search for each stream. */
    private static final int MOST_LEASES = 2 * 4 + 4;

    private static final long CHECK_MILLIS = 250;

    private final Setup setup;
    private final Random random;
    private final Map<DropReason, Long> dropped = new TreeMap<>();
    private final BitSet offeredByThis = new BitSet();

    private @Nullable SimulatedProcess process;
    private @Nullable FickleDisk disk;
    private long changesAt;
    private boolean steady;
    private boolean diskFailed;

    /** Rows that came in this tick: the flusher may die while it writes them down. */
    private int loggedNow;

    private int kills;
    private int stops;
    private long killedRows;
    private long ringFull;
    private long posts;
    private long failedPosts;
    private int worstMinute;
    private int worstRepeats;

    /** What all processes of a simulation share. */
    record Setup(
            PipelineSettings settings,
            long memoryBytes,
            Path root,
            FickleAzure azure,
            Weather<FickleDisk.Failure> diskWeather,
            long epochMillis,
            RowBook book,
            java.util.function.IntSupplier numbers) {}

    Host(Setup setup, Random random) {
        this.setup = setup;
        this.random = random;
        this.changesAt = random.nextInt(20_000);
    }

    /** Lets what is due happen; {@code log} is the application. */
    void tick(long now, Application log) {
        if (!steady && now >= changesAt) {
            change(now);
        }
        SimulatedProcess running = process;
        if (running == null) {
            return;
        }
        int before = setup.book.rows();
        if (!running.isStopping()) {
            log.logTo(running, offeredByThis, now);
        }
        // Rows have rising numbers; counting all of them each time took half of an hour's simulation.
        loggedNow = offeredByThis.get(before, setup.book.rows()).cardinality();
        WatchedSpool spool = running.spool();
        diskFailed |= !spool.survivesStop();
        long inMemory = disk().mayDie() ? inMemory(running) : 0;
        boolean over = running.tick(now);
        if (disk().isDead()) {
            buryKilled(running, inMemory);
        } else {
            if (now % CHECK_MILLIS == 0) {
                check(running);
            }
            if (over) {
                end(running);
            }
        }
        if (process == null) {
            changesAt = now + random.nextInt(90_000);
        }
    }

    /** Most rows of which the process has the only copy. */
    private long inMemory(SimulatedProcess running) {
        PipelineStats stats = running.stats();
        WatchedSpool spool = running.spool();
        // For moments after a failure, some of what the spool counts is still in memory.
        long onDisk = diskFailed ? 0 : Math.max(0, spool.rows() - spool.leasedRows());
        return stats.held() - onDisk + running.inRing() + stats.totalDropped();
    }

    /** From now on nothing is killed or stopped, and a process runs. */
    void calm(long now) {
        steady = true;
        if (process == null) {
            start(now);
        }
        disk().live();
    }

    void stop(long now) {
        running().stop(now, 60_000);
    }

    boolean isEmpty() {
        return process == null;
    }

    boolean isIdle() {
        return process == null || process.isIdle();
    }

    SimulatedProcess running() {
        SimulatedProcess now = process;
        if (now == null) {
            throw new IllegalStateException("nothing runs here");
        }
        return now;
    }

    Map<DropReason, Long> dropped() {
        return dropped;
    }

    String summary() {
        return kills + " kills with " + killedRows + " rows, " + stops + " stops, " + ringFull + " at the door, "
                + posts
                + " POSTs, " + failedPosts + " failed, at worst " + worstMinute + " a minute, " + worstRepeats
                + " repeats";
    }

    int kills() {
        return kills;
    }

    int stops() {
        return stops;
    }

    private void change(long now) {
        SimulatedProcess running = process;
        if (running == null) {
            start(now);
            changesAt = now + 60_000 + random.nextInt(900_000);
            return;
        }
        if (running.isStopping()) {
            // It takes too long: whoever asked it to stop loses patience.
            disk().kill();
        } else if (random.nextBoolean()) {
            running.stop(now, random.nextInt(4) * 10_000L);
        } else if (random.nextBoolean()) {
            disk().kill();
        } else {
            disk().killWithin(1 + random.nextInt(12));
        }
        changesAt = now + 45_000 + random.nextInt(60_000);
        if (!running.isStopping() && !disk().isDead()) {
            // A process that has nothing to do with its disk dies all the same.
            changesAt = now + 30_000;
        }
    }

    private void start(long now) {
        int number = setup.numbers().getAsInt();
        var ownRandom = new Random(random.nextLong());
        var ids = SimulatedProcess.ids(new Random(random.nextLong()));
        offeredByThis.clear();
        diskFailed = false;
        var disks = new FickleDisk[1];
        var parts = new SimulatedProcess.Parts(
                number,
                setup.settings(),
                setup.azure(),
                new Random(random.nextLong()),
                ids,
                () -> disks[0].isDead(),
                SimulatedProcess.onDisk(setup.settings(), setup.memoryBytes(), ids, made -> {
                    disks[0] = new FickleDisk(
                            setup.diskWeather(), made.time, setup.epochMillis(), ownRandom, setup.book());
                    return new PlayedDisk(disks[0]);
                }));
        process = new SimulatedProcess(parts, now);
        disk = disks[0];
    }

    private void check(SimulatedProcess running) {
        assertThat(running.stats()).matches(PipelineStats::balances, "balances");
        assertThat(running.knowsItsOldestRow()).as("the oldest row is known").isTrue();
        assertThat(running.reporter.lines()).noneMatch(line -> line.contains("failed unexpectedly"));
        assertThat(running.spool().bytes())
                .as("bytes of waiting batches")
                .isLessThanOrEqualTo(setup.settings().spool().maxBytes() + setup.memoryBytes() + (1 << 20));
        assertThat(running.spool().leases()).as("batches out of the spool").isLessThanOrEqualTo(MOST_LEASES);
        assertThat(running.underWay()).isLessThanOrEqualTo(setup.settings().maxInFlight());
    }

    private void end(SimulatedProcess running) {
        running.unanswered().forEach(batch -> setup.book().mayBeTwice.or(RowBook.ids(batch)));
        try {
            running.end();
        } catch (FickleDisk.Killed now) {
            // Before its last words.
        }
        if (disk().isDead()) {
            buryKilled(running, Long.MAX_VALUE);
            return;
        }
        check(running);
        assertThat(running.stats().held()).as("held after a stop").isZero();
        if (running.reporter.lines().stream().anyMatch(line -> line.contains("no disk"))) {
            // Parts may have been sent whose whole stayed on disk for want of a better place.
            setup.book().mayBeTwice.or(Remains.in(setup.root()).waiting());
        }
        stops++;
        forget(running);
    }

    private void buryKilled(SimulatedProcess running, long mostRows) {
        kills++;
        disk().bury();
        RowBook book = setup.book();
        Remains remains = Remains.in(setup.root());
        book.buried.or(remains.buried());
        BitSet lost = (BitSet) offeredByThis.clone();
        lost.and(book.missing());
        lost.andNot(remains.waiting());
        assertThat((long) lost.cardinality())
                .as("rows that die with a process are those in its memory")
                .isLessThanOrEqualTo(mostRows);
        if (setup.settings().spool().durability() == Durability.JOURNAL && !diskFailed) {
            assertThat(lost.cardinality())
                    .as("rows that die with a process whose journal works")
                    .isLessThanOrEqualTo(loggedNow + running.inRing());
        }
        killedRows += lost.cardinality();
        book.diedWithProcess.or(lost);
        // What was stored is still on disk, or an answer on its way to nobody.
        book.mayBeTwice.or(remains.waiting());
        running.unanswered().forEach(batch -> book.mayBeTwice.or(RowBook.ids(batch)));
        forget(running);
        // Frees its locks, as the operating system does.
        running.spool().close();
    }

    private void forget(SimulatedProcess running) {
        running.stats().dropped().forEach((reason, rows) -> {
            if (reason == DropReason.RING_FULL) {
                ringFull += rows;
            } else {
                dropped.merge(reason, rows, Long::sum);
            }
        });
        posts += running.posts.total();
        failedPosts += running.posts.totalFailed();
        worstMinute = Math.max(worstMinute, running.posts.worstMinute());
        worstRepeats = Math.max(worstRepeats, running.posts.worstRepeats());
        assertThat(running.posts.hammered(2))
                .as(
                        "%d failures above successes in a minute: %s",
                        running.posts.worstMinute(), running.posts.worstFailures())
                .isFalse();
        assertThat(running.posts.repeatedItself())
                .as("a refused body sent again %d times: %s", running.posts.worstRepeats(), running.posts.worstRepeat())
                .isFalse();
        process = null;
    }

    private FickleDisk disk() {
        FickleDisk now = disk;
        if (now == null) {
            throw new IllegalStateException("no disk yet");
        }
        return now;
    }

    /** Whoever logs into a process. */
    interface Application {
        void logTo(SimulatedProcess process, BitSet offered, long now);
    }
}
