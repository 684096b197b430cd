package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody gives the role back before Monday; or, unless {@code -Dthorough=true}, before the next morning. */
class WeekendOutageTest {
    private static final int EVENT_BYTES = 400;
    private static final long GIGABYTE = 1L << 30;
    private static final Duration OUTAGE = Duration.ofHours(Boolean.getBoolean("thorough") ? 63 : 12);

    @TempDir
    private Path directory;

    private final byte[] filling = "a".repeat(EVENT_BYTES * 50).getBytes(StandardCharsets.US_ASCII);
    private RecoveringAzure azure = new RecoveringAzure(0, Outcomes.accepted(), 1, 1);
    private SimulatedProcess process;
    private long rows;
    private long start;

    @Test
    void aWeekendIsKeptInFewFilesAndComesBackInOrderWithinTheQuota() throws IOException {
        long busy = Duration.ofHours(3).toMillis();
        long outage = OUTAGE.toMillis();
        begin(outage, 12_000, 2 * GIGABYTE);
        long now = run(0, busy, 1000, 50);
        now = run(now, outage, 1000, 10);

        List<Batch> files = PlayedDisk.waiting(directory);
        assertThat(files).as("closed by size or by a minute").allMatch(WeekendOutageTest::isFull);
        assertThat(process.stats().dropped()).isEmpty();
        assertThat(azure.posts).as("probes of the outage").hasSizeLessThan((int) OUTAGE.toMinutes());
        long waiting = process.stats().held();
        int probes = azure.posts.size();

        now = drain(now, 20, 10);
        Result result = result(now - outage);
        tell("weekend: " + rows + " rows of 400 to 20,000 bytes, " + waiting + " waiting in " + files.size()
                + " files of "
                + files.stream().mapToLong(Batch::rawBytes).sum() / files.size() + " bytes before gzip, after " + probes
                + " POSTs; " + result);
        assertThat(result.seconds).as("virtual seconds to drain").isLessThan(900);
        assertThat(azure.mostRequests).isLessThanOrEqualTo(12_000);
        assertEverythingArrived();
        assertOldestFirst(outage);
        assertTimesAreTheOriginalOnes();
        assertThat(result.worstFreshMillis).as("latency of fresh batches").isLessThan(120_000);
    }

    @Test
    void aBacklogOfManyMinutesQuotaIsSentAtTheQuotasPace() throws IOException {
        long outage = Duration.ofHours(4).toMillis();
        begin(outage, 600, 50 << 20);
        long now = run(0, outage, 1000, 50);
        now = drain(now, 20, 10);
        Result result = result(now - outage);
        tell("a fortieth of the quota: " + result);
        assertEverythingArrived();
        assertThat(azure.mostBytes).isLessThanOrEqualTo(50 << 20);
        // 288 MB at 50 MB a minute.
        assertThat(result.seconds).as("virtual seconds to drain").isLessThan(1_200);
        assertThat(azure.throttled)
                .as("429, up to a volley and a few probes a minute")
                .isLessThan(20 * 8);
        assertOldestFirst(outage);
        assertThat(result.worstFreshMillis).as("latency of fresh batches").isLessThan(result.seconds * 1000);
    }

    private void begin(long outage, long requests, long bytes) {
        azure = new RecoveringAzure(outage, Outcomes.answered(403, "OperationFailed"), requests, bytes);
        PipelineSettings settings = Settings.with(
                        "durability", "spool", "spoolDirectory", directory.toString(), "spoolMaxBytes", "512MB")
                .pipeline();
        var ids = SimulatedProcess.ids(new Random(1));
        process = new SimulatedProcess(
                new SimulatedProcess.Parts(
                        1,
                        settings,
                        azure,
                        new Random(2),
                        ids,
                        () -> false,
                        SimulatedProcess.onDisk(
                                settings,
                                32 << 20,
                                ids,
                                made -> new PlayedDisk(new Undisturbed(made.time, Duration.ZERO)))),
                0);
        start = process.time.epochMillis();
    }

    /** Logs once a second, as many bytes as that many events have. */
    private long run(long from, long to, long tick, int eventsPerSecond) {
        long now = from;
        for (; now < to; now += tick) {
            if (now % 1000 == 0) {
                log(now, eventsPerSecond * EVENT_BYTES);
            }
            process.tick(now);
        }
        return now;
    }

    /** Goes on until nothing of before is left. */
    private long drain(long from, long tick, int eventsPerSecond) {
        long now = from;
        while (process.spool().rows() > 0) {
            assertThat(now - from)
                    .as("milliseconds of draining")
                    .isLessThan(Duration.ofHours(2).toMillis());
            now = run(now, now + 1000, tick, eventsPerSecond);
        }
        long drained = now;
        process.cut();
        while (process.stats().held() > 0) {
            assertThat(now - drained).isLessThan(Duration.ofMinutes(10).toMillis());
            process.tick(now);
            now += tick;
        }
        return drained;
    }

    private void log(long now, int bytes) {
        long millis = start + now;
        byte[] head = ("{\"TimeGenerated\":\"" + Instant.ofEpochMilli(millis) + "\",\"Id\":" + now + ",\"Message\":\"")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] row = new byte[bytes];
        System.arraycopy(filling, 0, row, 0, bytes);
        System.arraycopy(head, 0, row, 0, head.length);
        row[bytes - 2] = '"';
        row[bytes - 1] = '}';
        rows++;
        assertThat(process.log(Settings.STREAM, row, millis)).isTrue();
    }

    private static boolean isFull(Batch batch) {
        boolean bySize = batch.rawBytes() > (1 << 20) - 2 * EVENT_BYTES * 50;
        // The first ones closed before the first refusal was known.
        return bySize || batch.newestMillis() - batch.oldestMillis() >= 58_000 || batch.id() < 5;
    }

    private void assertEverythingArrived() {
        assertThat(process.stats()).matches(PipelineStats::balances);
        assertThat(process.stats().dropped()).isEmpty();
        assertThat(process.stats().accepted()).isEqualTo(rows);
        assertThat(process.reporter.lines()).noneMatch(line -> line.contains("failed unexpectedly"));
        assertThat(PlayedDisk.files(directory, ".batch")).isEmpty();
    }

    private void assertOldestFirst(long outage) {
        List<Long> backlog = backlog(outage).stream()
                .map(accepted -> accepted.batch().oldestMillis())
                .toList();
        List<Long> sorted = new ArrayList<>(backlog);
        sorted.sort(null);
        for (int i = 0; i < backlog.size(); i++) {
            int rank = sorted.indexOf(backlog.get(i));
            assertThat(Math.abs(rank - i)).as("place of batch %d", i).isLessThanOrEqualTo(8);
        }
    }

    private List<RecoveringAzure.Accepted> backlog(long outage) {
        return azure.accepted.stream()
                .filter(accepted -> accepted.batch().newestMillis() < start + outage)
                .toList();
    }

    private void assertTimesAreTheOriginalOnes() throws IOException {
        for (int i = 0; i < azure.accepted.size(); i++) {
            Batch batch = azure.accepted.get(i).batch();
            assertThat(batch.newestMillis() - batch.oldestMillis())
                    .isLessThanOrEqualTo(Duration.ofMinutes(29).toMillis());
            if (i % 40 == 0) {
                for (byte[] row : BatchSplitter.rows(batch)) {
                    String text = new String(row, 0, 100, StandardCharsets.US_ASCII);
                    assertThat(text)
                            .startsWith("{\"TimeGenerated\":\"" + Instant.ofEpochMilli(start + RowBook.id(row)) + "\"");
                }
            }
        }
    }

    private Result result(long drainMillis) {
        long worst = azure.accepted.stream()
                .filter(accepted -> accepted.batch().oldestMillis()
                        >= start + azure.accepted.get(0).atMillis())
                .mapToLong(accepted ->
                        accepted.atMillis() + start - accepted.batch().newestMillis())
                .max()
                .orElse(0);
        return new Result(drainMillis / 1000, worst, azure.throttled, azure.mostRequests, azure.mostBytes);
    }

    private record Result(long seconds, long worstFreshMillis, long throttled, long mostRequests, long mostBytes) {
        @Override
        public String toString() {
            return "drained in " + seconds + " s, fresh batches waited at most " + worstFreshMillis + " ms, "
                    + throttled + " times 429, at most " + mostRequests + " requests and " + mostBytes
                    + " bytes in a minute";
        }
    }

    private static void tell(String what) {
        if (Integer.getInteger("chaos.rounds") != null) {
            System.out.println(what);
        }
    }
}
