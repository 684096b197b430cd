package io.github.azuremonitor.appender.common.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnListTest {
    private final List<String> faults = new ArrayList<>();

    @Test
    void thePresetIsTheTableOfTheDocumentation() {
        assertThat(ColumnList.parse("standard", faults).columns().stream().map(Column::name))
                .containsExactly(
                        "TimeGenerated",
                        "Level",
                        "Logger",
                        "Message",
                        "ExceptionType",
                        "StackTrace",
                        "TraceId",
                        "SpanId",
                        "AppName",
                        "AppInstance",
                        "Properties");
    }

    @Test
    void columnsCanBeAddedToThePresetInLinesOrBySemicolons() {
        ColumnList list = ColumnList.parse("standard; Thread = thread\n OrderId:long = mdc.orderId ;; ", faults);
        assertThat(faults).isEmpty();
        assertThat(list.columns()).hasSize(13);
        assertThat(list.columns().get(12))
                .isEqualTo(new Column(
                        "OrderId",
                        ColumnType.LONG,
                        new Content.Choice(List.of(new Source(Source.Kind.MDC, "orderId"))),
                        Finish.NONE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Thread thread          | is not Name:type = source
            Thread = thred         | nearest is thread
            Thread:text = thread   | types are string, int, long
            1st = message          | letter first
            X = message            | 2 to 45
            Title = message        | reserved
            Mess-age = message     | letters, digits or underscores
            Level = level; LEVEL = level | twice
            """)
    void aWrongEntryIsNamedWithWhatWouldBeRight(String text, String part) {
        ColumnList.parse(text, faults);
        assertThat(faults).singleElement().asString().contains(part);
    }

    @Test
    void everyFaultIsFoundAtOnce() {
        ColumnList.parse("1 = x; Type = level; Ok = message; Bad:foo = level", faults);
        assertThat(faults).hasSize(3);
    }

    @Test
    void anEmptyListIsAFault() {
        ColumnList.parse(" ; ", faults);
        assertThat(faults).singleElement().asString().contains("no column");
    }
}
