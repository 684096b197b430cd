package io.github.azuremonitor.appender.tools.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.tools.App;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code cost --workspace} makes of rows that an appender shipped, and of what the emulator says of their bill. */
class CostOfAWorkspaceTest {
    private static final String ID = "11111111-2222-3333-4444-555555555555";

    @TempDir
    private Path directory;

    private LogsEmulator azure;
    private Path config;

    @BeforeEach
    void start() throws IOException {
        azure = LogsEmulator.builder().requireToken(false).start();
        config = Configs.logback(directory, azure);
    }

    @AfterEach
    void end() {
        azure.close();
    }

    @Test
    void theLoggerThatIsBilledMostIsNamed() throws Exception {
        try (var app = new App(config)) {
            for (int i = 0; i < 50; i++) {
                app.logger().info("swept {} of {} entries {}", i, i * 7, "x".repeat(900));
            }
            app.logger().warn("payment failed", new IllegalStateException("m".repeat(10_000)));
        }
        azure.awaitRows(Configs.STREAM, 51, Duration.ofMinutes(1));
        Command cost = cost("--price-per-gb", "2.5", "--plan-price-per-gb", "Basic=0.6");
        assertThat(cost.code()).as(cost.toString()).isZero();
        assertThat(cost.lines().get(0)).matches("51 rows, 0\\.1 MB as billed.*");
        assertThat(cost.out())
                .containsPattern("logger\n  █+ +100\\.0 %  51 rows, .*shop\\.Orders")
                .containsPattern("level\n  █+ +7\\d\\.\\d %  50 rows, .*INFO")
                .containsPattern("column\n  █+ .*51 rows, .*Message")
                .contains("shop.Orders  swept … of … entries x")
                .contains("logger shop.Orders and level < WARN -> drop", "StackTrace:string(2048)")
                .contains("table plan Basic: ");
        assertThat(cost.err())
                .as("progress, and what the bill says")
                .contains("… loggers and levels\n", "… log statements\n")
                .containsPattern("Usage says of JavaLogs_CL in the last 1d: 0\\.1 MB\n");
    }

    /** There Microsoft's own parser looks at them. */
    @Test
    void thePageShowsWhatIsAsked() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "tools.md"));
        var queries = new CostQueries("JavaLogs_CL", "1d", ColumnList.STANDARD.columns());
        assertThat(page.lines()).contains(queries.loggers(), queries.times(), queries.lengths(), queries.templates());
    }

    @Test
    void aWorkspaceWithoutTheRowsIsOneLine() {
        Command cost = cost();
        assertThat(cost.code()).isEqualTo(2);
        assertThat(cost.err())
                .contains("--workspace: JavaLogs_CL has no row of the last 1d; ask for more with --since");
        azure.queryFaults().always(Fault.status(403).error("InsufficientAccessError", "no access"));
        Command refused = cost();
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("may not read the workspace", "Log Analytics Reader");
        assertThat(refused.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--workspace " + ID + " rows.ndjson | one of the three",
                "--workspace " + ID + " --since 3d | --since: 3d is more than 2d",
                "--workspace " + ID + " --since yesterday | --since: 'yesterday' is no duration",
                "--workspace shop | is no Workspace ID"
            })
    void whatCannotBeUsedIsOneLine(String options, String said) {
        var command = new ArrayList<Object>(List.of("cost", "--config", config));
        command.addAll(List.of(options.split(" ")));
        Command cost = Command.run(command.toArray());
        assertThat(cost.code()).as(cost.toString()).isEqualTo(2);
        assertThat(cost.err().lines()).singleElement().asString().contains(said);
    }

    private Command cost(Object... options) {
        var command = new ArrayList<Object>(
                List.of("cost", "--config", config, "--workspace", ID, "--query-endpoint", azure.httpEndpoint()));
        command.addAll(List.of(options));
        return Command.run(command.toArray());
    }
}
