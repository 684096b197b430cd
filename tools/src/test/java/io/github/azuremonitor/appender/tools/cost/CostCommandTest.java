package io.github.azuremonitor.appender.tools.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.tools.App;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the right one is to blame. */
class CostCommandTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T08:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void theLoggerThatFillsTheTableIsNamedWithWhatWouldHelp() {
        Command cost = Command.run("cost", log(6_000), "--price-per-gb", "2.5");
        assertThat(cost.code()).as(cost.err()).isZero();
        assertThat(firstBelow(cost, "logger")).contains("com.acme.cache.Sweeper", "█".repeat(24));
        assertThat(firstBelow(cost, "level")).contains("DEBUG");
        assertThat(firstBelow(cost, "column")).contains("Message");
        assertThat(firstBelow(cost, "log statement"))
                .as("numbers and ids are arguments")
                .contains("com.acme.cache.Sweeper  swept … of … entries for tenant …");
        assertThat(cost.out())
                .contains("logger com.acme.cache.Sweeper and level < WARN -> drop")
                .contains("threshold = INFO")
                .contains("StackTrace:string(2048)");
        assertThat(cost.lines().get(0))
                .matches("6,000 rows, [0-9.]+ MB as JSON in 1 h 39 min: [0-9.]+ MB a day, [0-9.]+");
    }

    @Test
    void anotherTablePlanSavesWhatItsPriceIsLower() {
        // Half a day of 1 MB below WARN and 1 MB above is 4 MB a day, at ten thousand times the prices.
        String quiet = row("INFO", "a", "x".repeat(9_900), "").replace("AT", "2026-11-20T08:00:00Z");
        String loud = row("ERROR", "a", "x".repeat(9_900), "").replace("AT", "2026-11-20T20:00:00Z");
        Path file = Configs.write(
                directory.resolve("rows.ndjson"),
                (longer(quiet) + "\n").repeat(100) + (longer(loud) + "\n").repeat(100));
        Command cost = Command.run(
                "cost",
                file,
                "--price-per-gb",
                "23000",
                "--plan-price-per-gb",
                "Basic=6000",
                "--plan-price-per-gb",
                "Auxiliary=1000");
        assertThat(cost.code()).as(cost.err()).isZero();
        assertThat(cost.lines().get(0)).endsWith("4.0 MB a day, 92.00");
        assertThat(cost.out())
                .contains("table plan Auxiliary: 88.00 less a day, or 44.00 if only rows below WARN")
                .contains("table plan Basic: 68.00 less a day, or 34.00 if only rows below WARN");
    }

    @Test
    void theSumsAreThoseOfTheFile() throws Exception {
        Path file = Configs.write(directory.resolve("rows.ndjson"), """
                {"TimeGenerated":"2026-11-20T08:00:00.000000Z","Level":"INFO","Logger":"a","Message":"x"}
                {"TimeGenerated":"2026-11-20T20:00:00.000000Z","Level":"INFO","Logger":"b","Message":"yyyyyyyyy"}
                """);
        long bytes = Files.size(file) - 2;
        Command cost = Command.run("cost", file);
        assertThat(cost.lines().get(0))
                .isEqualTo(String.format(
                        Locale.ROOT,
                        "2 rows, %.1f MB as JSON in 12 h 0 min: %.1f MB a day",
                        bytes / 1e6,
                        2 * bytes / 1e6));
        assertThat(firstBelow(cost, "logger")).endsWith("  b");
    }

    @Test
    void aSpoolIsReadAsItLies() {
        var emulator = LogsEmulator.builder().requireToken(false).start();
        Path spool = directory.resolve("spool");
        try (emulator) {
            emulator.faults().always(Fault.status(503));
            Path config =
                    Configs.logback(directory, emulator, "durability", "spool", "spoolDirectory", spool.toString());
            try (var app = new App(config)) {
                app.logger().warn("payment is slow");
                app.logger().warn("payment failed");
            }
            Command cost = Command.run("cost", spool, "--config", config);
            assertThat(cost.code()).as(cost.err()).isZero();
            assertThat(cost.lines().get(0)).startsWith("2 rows, ").endsWith("; their times tell no day");
            assertThat(firstBelow(cost, "logger")).contains("2 rows").endsWith("shop.Orders");
        }
    }

    @Test
    void ownNamesOfColumnsComeFromTheConfiguration() {
        Path config = Configs.write(
                directory.resolve("logback.xml"),
                "<configuration><appender name='A' class='io.github.azuremonitor.appender.logback.AzureMonitorAppender'>"
                        + "<streamName>Custom-A_CL</streamName><columns>At = timestamp; Source = logger; Text = message;"
                        + " Trouble = exception.stackTrace"
                        + "</columns></appender></configuration>");
        Path file = Configs.write(
                directory.resolve("rows.ndjson"),
                "{\"Source\":\"mine\",\"Text\":\"order 42\",\"Trouble\":\"" + "x".repeat(3_000) + "\"}\n");
        Command cost = Command.run("cost", file, "--config", config);
        assertThat(cost.code()).as(cost.err()).isZero();
        assertThat(firstBelow(cost, "logger")).endsWith("mine");
        assertThat(firstBelow(cost, "log statement")).endsWith("mine  order …");
        assertThat(cost.out()).contains("columns: Trouble:string(2048) = exception.stackTrace");
    }

    @Test
    void aLongInputTellsHowFarItIs() {
        Path rows = Configs.write(directory.resolve("long.ndjson"), "{\"Logger\":\"a\"}\n".repeat(50_000));
        Command cost = Command.run("cost", rows, "--top", "1");
        assertThat(cost.err()).contains("… 50,000 rows, ");
        assertThat(cost.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere.ndjson | nowhere.ndjson: ",
                "text.log | has no row",
                "text.log --price-per-gb -1 | is no price",
                "text.log --price-per-gb much | much",
                "text.log --plan-price-per-gb Basic=0.6 | needs --price-per-gb",
                "text.log --price-per-gb 2 --plan-price-per-gb Basic | is no plan with a price",
                "text.log --price-per-gb 2 --plan-price-per-gb Gold=1.0 | is no plan with a price",
                "text.log --price-per-gb 2 --plan-price-per-gb Basic=0 | is no plan with a price",
                "text.log --top 0 | is not between 1 and",
                "'' | name files or spools with rows, or --workspace ID"
            })
    void whatCannotBeUsedIsOneLineAndExitCodeTwo(String options, String said) {
        Configs.write(directory.resolve("text.log"), "2026-11-20 INFO no json\n");
        var command = new ArrayList<Object>(List.of("cost"));
        for (String word : options.isEmpty() ? new String[0] : options.split(" ")) {
            command.add(word.contains(".") && !word.contains("-") ? directory.resolve(word) : word);
        }
        Command cost = Command.run(command.toArray());
        assertThat(cost.code()).as(cost.toString()).isEqualTo(2);
        assertThat(cost.err().lines()).singleElement().asString().contains(said.strip());
        assertThat(cost.out()).isEmpty();
    }

    @Test
    void linesThatAreNoRowsAreCounted() {
        Path file = Configs.write(directory.resolve("mixed.ndjson"), "{\"Logger\":\"a\"}\nno row\n[1]\n");
        Command cost = Command.run("cost", file);
        assertThat(cost.code()).isEqualTo(1);
        assertThat(cost.err()).isEqualTo("2 lines are no rows and were left out\n");
    }

    /** The row with 10,000 bytes. */
    private static String longer(String row) {
        return row.replace("\"x", "\"x" + "x".repeat(10_000 - row.length()));
    }

    private static String firstBelow(Command cost, String heading) {
        return cost.lines().get(cost.lines().indexOf(heading) + 1).strip();
    }

    /** A busy hour and a half: many small rows of a sweeper, some orders, few errors with long traces. */
    private Path log(int rows) {
        var random = new Random(4);
        var text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            Instant at = BEGIN.plusSeconds(i % 6_000);
            int dice = random.nextInt(100);
            String row = dice < 70
                    ? row(
                            "DEBUG",
                            "com.acme.cache.Sweeper",
                            "swept " + i + " of " + random.nextInt(9_999)
                                    + " entries for tenant 3f2c9a1e-0b7d-4c55-9d1e-" + String.format("%012x", i),
                            "")
                    : dice < 98
                            ? row("INFO", "com.acme.Orders", "order " + i + " placed", "")
                            : row(
                                    "ERROR",
                                    "com.acme.pay.Desk",
                                    "payment failed",
                                    "at com.acme.pay.Desk.charge(Desk.java:40)\\\\n".repeat(80));
            text.append(row.replace("AT", at.toString())).append('\n');
        }
        return Configs.write(directory.resolve("busy.ndjson"), text.toString());
    }

    private static String row(String level, String logger, String message, String stackTrace) {
        return "{\"TimeGenerated\":\"AT\",\"Level\":\"" + level + "\",\"Logger\":\"" + logger + "\",\"Message\":\""
                + message + "\"" + (stackTrace.isEmpty() ? "" : ",\"StackTrace\":\"" + stackTrace + "\"") + "}";
    }
}
