package io.github.azuremonitor.appender.common.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.VolumeStats;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RowVolumesTest {
    private static final String STREAM = Settings.STREAM;
    private static final String ALL =
            "TimeGenerated:datetime = timestamp; Logger = logger; Message = message; Properties:dynamic = mdc.*";

    private final Tables tables = new Tables();
    private final RowVolumes volumes = new RowVolumes(tables, Time.SYSTEM);

    @Test
    void theFirstRowsAreCountedToTheByteByLoggerLevelAndColumn() {
        table(ALL);

        String order = row("shop.Orders", "\"placed \\\" {\\\\\"", "{\"a\":[{\"b\":\"}\"},1],\"Logger\":\"x\"}");
        count(Severity.INFO, order);
        count(Severity.ERROR, order);
        count(Severity.INFO, row("shop.Pay", "\"paid\"", "{}"));
        count(Severity.INFO, row("shop.Pay", "\"paid\"", "{}"));

        VolumeStats stats = volumes.read();
        assertThat(stats.rowsByLogger())
                .isEqualTo(Map.of(
                        STREAM + " INFO shop.Orders", 1L,
                        STREAM + " ERROR shop.Orders", 1L,
                        STREAM + " INFO shop.Pay", 2L));
        assertThat(stats.bytesByLogger()).containsEntry(STREAM + " INFO shop.Orders", (long) bytes(order).length);
        assertThat(stats.bytesByColumn()).hasSize(4);
        assertThat(stats.bytesByColumn().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("members with their commas are the rows without their first braces")
                .isEqualTo(sum(stats.bytesByLogger()) - 4);
    }

    @Test
    void ofManyRowsTheSharesAreThoseOfTheirBytes() {
        table(ALL);
        var chance = new Random(11);
        long noisy = 0;
        long all = 0;
        for (int i = 0; i < 100_000; i++) {
            boolean isNoisy = chance.nextInt(5) == 0;
            String row = row(
                    isNoisy ? "noisy" : "calm", "\"" + "m".repeat(isNoisy ? 2000 : chance.nextInt(400)) + "\"", "{}");
            count(Severity.INFO, row);
            all += row.length();
            noisy += isNoisy ? row.length() : 0;
        }

        VolumeStats stats = volumes.read();
        assertThat(sum(stats.bytesByLogger())).as("all bytes").isCloseTo(all, Percentage.withPercentage(5));
        assertThat(stats.bytesByLogger().get(STREAM + " INFO noisy"))
                .as("bytes of the noisy one")
                .isCloseTo(noisy, Percentage.withPercentage(5));
        assertThat(sum(stats.rowsByLogger())).as("rows").isCloseTo(100_000, Percentage.withPercentage(8));
        assertThat(sum(stats.bytesByColumn())).as("bytes of columns").isCloseTo(all, Percentage.withPercentage(5));
    }

    @Test
    void rowsThatComeInTurnsAreSeenAsOftenAsTheyCome() {
        table("Logger = logger; Message = message");
        String[] turns = {
            row("a", "\"x\"", "{}"), row("b", "\"x\"", "{}"), row("c", "\"x\"", "{}"), row("d", "\"x\"", "{}")
        };
        for (int i = 0; i < 400_000; i++) {
            count(Severity.INFO, turns[i % 4]);
        }

        assertThat(volumes.read().bytesByLogger())
                .hasSize(4)
                .allSatisfy((logger, bytes) -> assertThat(bytes)
                        .as(logger)
                        .isCloseTo(100_000L * turns[0].length(), Percentage.withPercentage(15)));
    }

    @Test
    void anApplicationThatMakesUpLoggersDoesNotFillTheHeap() {
        table("Logger = logger; Message = message");
        for (int i = 0; i < RowVolumes.READ_WHOLE; i++) {
            count(Severity.INFO, row("request " + i, "\"x\"", "{}"));
        }

        VolumeStats stats = volumes.read();
        assertThat(stats.rowsByLogger())
                .hasSize(TableVolume.MOST_LOGGERS + 1)
                .containsEntry(STREAM + " INFO other", (long) RowVolumes.READ_WHOLE - TableVolume.MOST_LOGGERS);
    }

    /** The row is in its batch by then: an exception would have it counted as lost, too. */
    @Test
    void aRowThatCannotBeWeighedIsLeftOut() {
        table(ALL);
        byte[] row = bytes(row("shop.Orders", "\"x\"", "{}"));

        assertThatCode(() -> volumes.count(99, Severity.INFO, row, row.length))
                .as("of a table that nobody knows")
                .doesNotThrowAnyException();
        assertThat(volumes.read().rowsByLogger()).isEmpty();
    }

    @Test
    void withoutAColumnOfTheLoggerTheLevelIsCounted() {
        table("Message = message");
        count(Severity.WARN, "{\"Message\":\"x\"}");

        assertThat(volumes.read().rowsByLogger()).isEqualTo(Map.of(STREAM + " WARN ", 1L));
        assertThat(volumes.read().bytesByColumn()).isEqualTo(Map.of(STREAM + " Message", 14L));
    }

    @Test
    void noRowCanEndTheFlusher() {
        table("Logger = logger; Message = message");
        var chance = new Random(3);
        byte[] alphabet = bytes("{}[]\",:\\aLogger");
        for (int i = 0; i < RowVolumes.READ_WHOLE; i++) {
            byte[] row = new byte[1 + chance.nextInt(40)];
            for (int at = 0; at < row.length; at++) {
                row[at] = alphabet[chance.nextInt(alphabet.length)];
            }
            row[0] = '{';
            volumes.count(0, Severity.INFO, row, row.length);
        }

        assertThat(sum(volumes.read().rowsByLogger())).isEqualTo(RowVolumes.READ_WHOLE);
    }

    @Test
    void aRowOfAKnownLoggerMakesNoGarbage() {
        table(ALL);
        byte[] row = bytes(row("shop.Orders", "\"placed\"", "{\"a\":1}"));
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < RowVolumes.READ_WHOLE; i++) {
            volumes.count(0, Severity.INFO, row, row.length);
        }
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            volumes.count(0, Severity.INFO, row, row.length);
        }
        long made = memory.getCurrentThreadAllocatedBytes() - before;

        assertThat(made).as("bytes of garbage for 100,000 rows").isLessThan(10_000);
    }

    private void table(String columns) {
        TableSettings table =
                Settings.with("properties", "none", "columns", columns).table();
        tables.own(table, new StreamColumns(table.columns().columns(), Map.of()));
    }

    private void count(Severity severity, String row) {
        byte[] bytes = bytes(row);
        volumes.count(0, severity, bytes, bytes.length);
    }

    private static String row(String logger, String message, String properties) {
        return "{\"TimeGenerated\":\"2026-11-20T12:40:50.530578Z\",\"Logger\":\"" + logger + "\",\"Message\":" + message
                + ",\"Properties\":" + properties + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
