package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One batch, one stream, one disk that does badly, and everybody else. */
class StallTest {
    private static final String OTHER = "Custom-Other_CL";
    private static final long START = new ManualTime().epochMillis();

    @TempDir
    private Path directory;

    private final RowBook book = new RowBook();
    private BiFunction<Batch, BitSet, Outcome> answers = (batch, rows) -> Outcomes.accepted();
    private long worstMillis;
    private String slow = "";

    @Test
    void aBatchThatNobodyWantsCostsTheOthersSeconds() {
        SimulatedProcess process = process(Duration.ZERO);
        answers = (batch, rows) -> rows.get(0) ? Outcomes.answered(500, "") : Outcomes.accepted();
        for (long now = 0; now < 1_200_000; now += 50) {
            if (now % 1000 == 0) {
                log(process, Settings.STREAM, now);
                process.cut();
            }
            process.tick(now);
        }
        tell("a batch answered 500 for 20 minutes: " + process.posts.totalFailed()
                + " of its POSTs; the others waited at most " + worstMillis + " ms");
        assertThat(process.posts.totalFailed()).as("POSTs of that batch").isLessThan(20 * 40);
        assertThat(process.stats().held())
                .as("rows of that batch, and what is under way")
                .isBetween(1L, 5L);
        assertThat(book.stored.cardinality()).isGreaterThan(1_190);
        assertThat(worstMillis).as("latency of the others").isLessThan(30_000);
        assertThat(process.stats()).matches(PipelineStats::balances);
    }

    @Test
    void aStreamThatIsRefusedDoesNotHoldUpTheOther() {
        SimulatedProcess process = process(Duration.ZERO);
        slow = OTHER;
        answers = (batch, rows) ->
                batch.stream().equals(OTHER) ? Outcomes.answered(400, "InvalidTransformOutput") : Outcomes.accepted();
        for (long now = 0; now < 1_200_000; now += 50) {
            if (now % 1000 == 0) {
                log(process, Settings.STREAM, now);
                log(process, OTHER, now);
                process.cut();
            }
            process.tick(now);
        }
        tell("a stream refused for 20 minutes: " + process.posts.totalFailed()
                + " of its POSTs; the other one's rows waited at most " + worstMillis + " ms");
        assertThat(worstMillis).as("latency of the healthy stream").isLessThan(2_000);
        assertThat(process.stats().totalDropped()).isZero();
        answers = (batch, rows) -> Outcomes.accepted();
        for (long now = 1_200_000; process.stats().held() > 0; now += 50) {
            assertThat(now).isLessThan(2_400_000);
            process.tick(now);
        }
        assertThat(book.stored.cardinality()).isEqualTo(2_400);
    }

    @Test
    void aDiskThatTakesSecondsForEachCallDelaysNoLogCall() {
        SimulatedProcess process = process(Duration.ofSeconds(2));
        answers = (batch, rows) -> Outcomes.unreachable();
        long now = 0;
        for (; now < 1_800_000; now += 50) {
            log(process, Settings.STREAM, now);
            process.tick(now);
        }
        assertThat(process.stats().totalDropped())
                .as("20 rows a second at 2 s for each call")
                .isZero();
        assertThat(process.inRing()).as("rows that the flusher has not seen").isZero();
        answers = (batch, rows) -> Outcomes.accepted();
        for (; process.stats().held() > 0; now += 50) {
            assertThat(now).isLessThan(3_600_000);
            process.tick(now);
        }
        assertThat(book.stored.cardinality()).isEqualTo(36_000);
        tell("a disk of 2 s a call: drained " + (now - 1_800_000) / 1000 + " s after 30 minutes of outage");
    }

    private void log(SimulatedProcess process, String stream, long now) {
        int id = book.rows();
        book.offered.set(id);
        assertThat(process.log(stream, book.row(START + now, "text", false), START + now))
                .as("room in the ring")
                .isTrue();
        // Into the open batch, which one cut may close at once.
        process.tick(now);
    }

    private SimulatedProcess process(Duration diskCall) {
        PipelineSettings settings = Settings.with("durability", "spool", "spoolDirectory", directory.toString())
                .pipeline();
        var ids = SimulatedProcess.ids(new Random(4));
        Azure azure = (from, batch, now) -> {
            BitSet rows = RowBook.ids(batch);
            Outcome outcome = answers.apply(batch, rows);
            if (outcome.status() == 204) {
                book.stored(rows);
                if (!batch.stream().equals(slow)) {
                    worstMillis = Math.max(worstMillis, START + now - batch.oldestMillis());
                }
            }
            return new Azure.Reply(outcome, 100, outcome.status() == 204);
        };
        return new SimulatedProcess(
                new SimulatedProcess.Parts(
                        1,
                        settings,
                        azure,
                        new Random(4),
                        ids,
                        () -> false,
                        SimulatedProcess.onDisk(
                                settings, 8 << 20, ids, made -> new PlayedDisk(new Undisturbed(made.time, diskCall)))),
                0);
    }

    private static void tell(String what) {
        if (Integer.getInteger("chaos.rounds") != null) {
            System.out.println(what);
        }
    }
}
