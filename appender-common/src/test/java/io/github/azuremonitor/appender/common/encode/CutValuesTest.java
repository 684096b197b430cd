package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that is cut, wherever that happens, is remarked once, with its column and logger. */
class CutValuesTest {
    private static final String LOGGER = "com.example.Orders";

    private final Rows rows = new Rows();

    static Stream<Arguments> cuts() {
        return Stream.of(
                cut("Text = message", "by the log call", event -> event.message("m".repeat(70_000))),
                cut("Text = message", "by the log call, in a buffer", event -> {
                    event.messageBuffer().append("m".repeat(70_000));
                    event.messageIsInBuffer();
                }),
                cut("Text = message", "in bytes, not in characters", event -> event.message("é".repeat(40_000))),
                cut("Text = message", "with characters to escape", event -> event.message("\n".repeat(70_000))),
                cut("Text:string(100) = message", "by the column", event -> event.message("m".repeat(101))),
                cut(
                        "Text = exception.stackTrace",
                        "a stack trace",
                        event -> event.thrown(new IllegalStateException("m".repeat(65_000)))),
                cut(
                        "Text:string(1000) = exception.stackTrace",
                        "a stack trace by the column",
                        event -> event.thrown(new IllegalStateException())),
                cut(
                        "Text = thread",
                        "a name",
                        event -> event.origin(event.severity(), "INFO", LOGGER, "t".repeat(1025))),
                cut("Text:dynamic = message as m, pid", "in an object", event -> event.message("m".repeat(20_000))),
                cut("Text = mdc.*", "left out of an object", event -> {
                    event.context().accept("a", "a".repeat(15_000));
                    event.context().accept("b", "b".repeat(15_000));
                }),
                cut("Text:string = kv.*", "left out of an object that is text", event -> {
                    event.keyValues().accept("a", "a".repeat(15_000));
                    event.keyValues().accept("b", "b".repeat(15_000));
                }),
                cut(
                        "Text:string(100) = kv.*",
                        "of an object that is text",
                        event -> event.keyValues().accept("a", "a".repeat(200))),
                cut(
                        "Text = kv.*",
                        "in a structure of an object",
                        event -> event.keyValues().accept("a", Values.settled(many()))),
                cut(
                        "Text:dynamic = kv.a",
                        "in a structure",
                        event -> event.keyValues().accept("a", Values.settled(Map.of("b", "c".repeat(20_000))))),
                cut(
                        "Text:string = kv.a",
                        "in a structure that becomes text",
                        event -> event.keyValues().accept("a", Values.settled(many()))),
                cut(
                        "Text:dynamic = kv.a redact('x')",
                        "in a structure that is redacted",
                        event -> event.keyValues().accept("a", Values.settled(many()))));
    }

    private static Arguments cut(String column, String what, Consumer<LoggedEvent> change) {
        return Arguments.of(what, column, change);
    }

    private static List<Integer> many() {
        return Collections.nCopies(20_000, 7);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void aCutIsRemarkedOnce(String what, String columns, Consumer<LoggedEvent> change) throws Exception {
        rows.row(columns, change);
        assertThat(rows.remarks).containsExactly("cut Text of " + LOGGER);
    }

    @Test
    void whatFitsIsNot() throws Exception {
        rows.row("Ab = message; Cd:string(100) = thread; Ef = mdc.*; Gh:string = kv.*; Ij = kv.a", event -> {
            event.message("é".repeat(65_535 / 2));
            event.origin(event.severity(), "INFO", LOGGER, "t".repeat(100));
            event.context().accept("a", "a".repeat(15_000));
            event.keyValues().accept("a", Values.settled(List.of(1, 2)));
        });
        rows.row("Ab = message", event -> event.message("m".repeat(65_000)));
        rows.row("Ab:string(1000) = message", event -> event.message("m".repeat(900) + " took 9 [of 100 bytes]"));
        assertThat(rows.remarks).isEmpty();
    }

    @Test
    void aRowThatIsWrittenAgainWithShorterTextsTellsOnceWhatItShows() throws Exception {
        TableSettings table = Settings.with(
                        "columns", "Ab = message; Cd = message redact('q'); Ef = message redact('q')")
                .table();
        List<Column> columns = table.columns().columns();
        var encoder = new RowEncoder(table, columns, columns, Platform.read(), 600_000, rows);
        var event = new LoggedEvent();
        event.origin(Severity.INFO, "INFO", LOGGER, "main");
        event.message("\u0001".repeat(60_000));
        RowBuffer begun = encoder.begin(event, new JsonRow(), 600_000);
        assertThat(begun).isNotNull();
        assertThat(encoder.end(begun.copy(), 0, begun.length(), encoder.rest(event)))
                .isNotNull();
        assertThat(rows.remarks).containsExactly("cut Cd of " + LOGGER, "cut Ef of " + LOGGER);

        rows.remarks.clear();
        assertThat(encoder.encode(event)).isNotNull();
        assertThat(rows.remarks).containsExactly("cut Ab of " + LOGGER, "cut Cd of " + LOGGER, "cut Ef of " + LOGGER);
    }
}
