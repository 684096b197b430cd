package io.github.azuremonitor.appender.compatibility;

import static io.github.azuremonitor.appender.compatibility.Program.APPENDERS;
import static io.github.azuremonitor.appender.compatibility.Program.BESIDE;
import static io.github.azuremonitor.appender.compatibility.Program.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each combination of docs/compatibility.md in a process of its own, with a token of azure-identity. */
class CompatibilityIT {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().dcr(withMarkers()));

    private static final String STREAM = DcrDefinition.STANDARD_STREAM;
    private static final int PLAIN_EVENTS = 1000;

    /** All in the thorough form; in the short one the oldest and the newest of everything. */
    static Stream<Combination> combinations() {
        return Combination.all().filter(beside -> Boolean.getBoolean("thorough") || beside.isAtTheEdge());
    }

    @Test
    void thePageNamesWhatIsRun() {
        List<String> run = Combination.all()
                .map(beside -> "| " + String.join(" | ", beside.cells()) + " |")
                .distinct()
                .toList();

        assertThat(Snippets.read(Snippets.ROOT.resolve("docs/compatibility.md"))
                        .lines()
                        .dropWhile(line -> !line.equals("| Framework | Asynchronous loggers | Jackson |"))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|")))
                .containsExactlyElementsOf(run);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("combinations")
    void whatAnApplicationLogsArrivesThoughItStopsNothing(Combination beside, LogsEmulator azure) throws Exception {
        Program program = new Program(Jdks.java(beside.jdk()))
                .with(CLASSES)
                .with(BESIDE.resolve(beside.framework()))
                .shippingTo(azure);
        if (beside.disruptor() != null) {
            program.with(BESIDE.resolve("disruptor-" + beside.disruptor()))
                    .option("-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");
        }
        if (beside.jackson() != null) {
            program.with(BESIDE.resolve("jackson-" + beside.jackson()));
        }
        program.with(APPENDERS);
        boolean logback = beside.framework().startsWith("logback");
        String said = logback
                ? program.option("-Dlogback.configurationFile=compatibility-logback.xml")
                        .run(LogbackProgram.class.getName(), "" + PLAIN_EVENTS)
                : program.option("-Dlog4j2.configurationFile=compatibility-log4j2.xml")
                        .run(Log4j2Program.class.getName(), "" + PLAIN_EVENTS);

        assertThat(said.lines())
                .contains("java " + beside.jdk(), beside.framework().replace('-', ' '))
                .anyMatch(line -> line.startsWith("jackson " + (beside.jackson() == null ? "" : beside.jackson())));
        assertThat(said).as("what is in force").contains("; version " + Combination.version("project.version") + "]");
        if (!logback) {
            assertThat(said)
                    .contains("context " + (beside.disruptor() == null ? "LoggerContext" : "AsyncLoggerContext"));
        }
        assertArrived(azure.rows(STREAM), logback, said);
        assertThat(azure.complaints()).isEmpty();
        assertThat(azure.tokensIssued()).isPositive();
    }

    /** The process is at its end: what is not there now never comes. */
    private static void assertArrived(List<Row> rows, boolean logback, String said) {
        Row rich = rows.stream()
                .filter(row -> "payment of Ada \uD83D\uDE00 failed".equals(row.text("Message")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no first row; the program said:\n" + said));
        assertThat(rich.text("Level")).isEqualTo("WARN");
        assertThat(rich.text("Marker")).isEqualTo("AUDIT");
        assertThat(rich.text("Thread")).isEqualTo("main");
        assertThat(rich.text("ExceptionType")).isEqualTo("java.lang.IllegalStateException");
        assertThat(rich.text("StackTrace")).startsWith("java.lang.IllegalStateException: card refused\n\tat ");
        assertThat(rich.get("Properties").path("orderId").asText()).isEqualTo("4711");
        assertThat(rows)
                .filteredOn(row -> row.get("Properties").path("amount").asInt() == 17)
                .hasSize(1);
        assertThat(rows.stream()
                        .map(row -> row.text("Message"))
                        .filter(text -> text != null && text.startsWith("event ")))
                .as("the program said:%n%s", said)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, PLAIN_EVENTS)
                        .mapToObj(i -> "event " + i)
                        .toList());
        assertThat(rows).hasSize(PLAIN_EVENTS + (logback ? 1 : 2));
    }

    private static DcrDefinition withMarkers() {
        DcrDefinition standard = DcrDefinition.standard();
        Map<String, ColumnType> columns = new LinkedHashMap<>(standard.streams().get(STREAM));
        columns.put("Marker", ColumnType.STRING);
        return new DcrDefinition(standard.immutableId(), standard.armId(), Map.of(STREAM, columns));
    }
}
