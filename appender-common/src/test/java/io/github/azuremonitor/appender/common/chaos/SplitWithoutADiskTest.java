package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fills up just when batches that lie on it have to be split. */
class SplitWithoutADiskTest {
    @TempDir
    private Path directory;

    private final RowBook book = new RowBook();
    private Outcome answer = Outcomes.unreachable();
    private boolean refusesPairs;
    private boolean diskIsFull;

    @Test
    void partsThatFindNoDiskLeaveTheWholeWhereItIs() {
        SimulatedProcess first = process(1, 0);
        for (int i = 0; i < 8; i++) {
            log(first);
            log(first);
            first.cut();
            first.tick(i * 50L);
        }
        stop(first, 1_000);
        assertThat(onDisk().cardinality()).isEqualTo(16);

        long start = 100_000;
        SimulatedProcess second = process(2, start);
        refusesPairs = true;
        answer = Outcomes.answered(503, "");
        diskIsFull = true;
        for (long now = start; now < start + 60_000; now += 50) {
            second.tick(now);
        }
        assertThat(second.spool().survivesStop()).as("parts wait in memory").isFalse();
        assertThat(second.stats()).matches(PipelineStats::balances);
        assertThat(onDisk().cardinality()).as("rows that a kill would leave").isEqualTo(16);
        stop(second, start + 60_000);
        assertThat(onDisk().cardinality()).as("rows that a stop leaves").isEqualTo(16);
        assertThat(second.stats()).matches(PipelineStats::balances);

        diskIsFull = false;
        answer = Outcomes.accepted();
        SimulatedProcess third = process(3, start + 100_000);
        for (long now = start + 100_000; now < start + 130_000; now += 50) {
            third.tick(now);
        }
        assertThat(book.stored.cardinality()).isEqualTo(16);
        stop(third, start + 130_000);
    }

    @Test
    void partsThatAreDeliveredFromMemoryTakeTheWholeWithThem() {
        SimulatedProcess first = process(1, 0);
        for (int i = 0; i < 8; i++) {
            log(first);
            log(first);
            first.cut();
            first.tick(i * 50L);
        }
        stop(first, 1_000);

        long start = 100_000;
        SimulatedProcess second = process(2, start);
        refusesPairs = true;
        answer = Outcomes.answered(503, "");
        diskIsFull = true;
        for (long now = start; now < start + 60_000; now += 50) {
            second.tick(now);
        }
        assertThat(second.spool().survivesStop()).as("parts wait in memory").isFalse();
        answer = Outcomes.accepted();
        for (long now = start + 60_000; now < start + 300_000; now += 50) {
            second.tick(now);
        }
        assertThat(book.stored.cardinality()).isEqualTo(16);
        assertThat(second.stats()).matches(PipelineStats::balances);
        assertThat(second.spool().bytes()).as("what counts for the cap").isZero();
        assertThat(onDisk().cardinality())
                .as("rows that the next start would send again")
                .isZero();
        stop(second, start + 300_000);
    }

    private void log(SimulatedProcess process) {
        int id = book.rows();
        long millis = new ManualTime().epochMillis();
        book.offered.set(id);
        process.log(Settings.STREAM, book.row(millis, "text", false), millis);
        process.tick(0);
    }

    private BitSet onDisk() {
        return Remains.in(directory).waiting();
    }

    private static void stop(SimulatedProcess process, long now) {
        process.stop(now, 0);
        for (long at = now; !process.tick(at); at += 50) {
            assertThat(at - now).isLessThan(Duration.ofMinutes(2).toMillis());
        }
        process.end();
    }

    private SimulatedProcess process(int number, long now) {
        PipelineSettings settings = Settings.with("durability", "spool", "spoolDirectory", directory.toString())
                .pipeline();
        var ids = SimulatedProcess.ids(new Random(number));
        Azure azure = (from, batch, at) -> {
            boolean pair = refusesPairs && batch.rows() > 1;
            Outcome outcome = pair ? Outcomes.answered(413, "ContentLengthLimitExceeded") : answer;
            if (outcome.status() == 204) {
                book.stored(RowBook.ids(batch));
            }
            return new Azure.Reply(outcome, 100, outcome.status() == 204);
        };
        return new SimulatedProcess(
                new SimulatedProcess.Parts(
                        number,
                        settings,
                        azure,
                        new Random(number),
                        ids,
                        () -> false,
                        SimulatedProcess.onDisk(settings, 1 << 20, ids, made -> new PlayedDisk(new FillingDisk(made)))),
                now);
    }

    private final class FillingDisk implements PlayedDisk.Script {
        private final SimulatedProcess process;

        FillingDisk(SimulatedProcess process) {
            this.process = process;
        }

        @Override
        public void before(PlayedDisk.Call call, Path file) throws IOException {
            if (diskIsFull && call == PlayedDisk.Call.WRITE) {
                throw new FileSystemException(file.toString(), null, "No space left on device");
            }
        }

        @Override
        public int written(Path file, int bytes) {
            return bytes;
        }

        @Override
        public void torn(Path file) {}

        @Override
        public long modifiedMillis() {
            return process.time.epochMillis();
        }
    }
}
