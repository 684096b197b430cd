package io.github.azuremonitor.appender.common.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Each of them would send what was to be left out, or say nothing of what is meant. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', textBlock = """
            Standard; Ab = level            # at character 1: 'Standard' is not Name:type = source, nor a preset: standard, otel-logs, syslog, data-collector; did you mean standard?
            standart                        # did you mean standard?
            standard, Ab = level            # 'standard, Ab = level' is not Name:type = source, nor a preset
            Ab = message REDACT("x")        # at character 14: 'REDACT("x")' is too much; did you mean redact?
            Ab = message redakt("x")        # did you mean redact?
            Ab = mdc.* Except secret        # at character 12: 'Except secret' is too much; did you mean except?
            Ab = mdc.* exept secret         # did you mean except?
            Ab = mdc.* As x*                # did you mean as?
            Ab = exception.stackTrace Hide("x")    # did you mean hide?
            Ab = exception.stackTrace rootfirst    # did you mean rootFirst?
            Ab = redact(message, "x")       # at character 6: 'redact' is no source, it stands behind one: message redact("expression")
            Ab = message, redact("x")       # at character 15: 'redact' is no source, it stands behind one
            Ab = mdc.*, except secret       # at character 13: 'except' is no source, it stands behind one, without a comma
            Ab = message, Cd = level        # at character 15: 'Cd' begins another entry; entries are separated by ; or a new line
            Ab = message, Cd:long = pid     # at character 15: 'Cd:long' begins another entry
            Ab = mdc                        # at character 6: 'mdc' is not a source; nearest is mdc.KEY
            Ab = mdc*                       # nearest is mdc.*
            Ab = mdc.                       # nearest is mdc.KEY
            Ab = *                          # nearest is mdc.*
            Ab = env.*                      # at character 6: only mdc and kv have wildcards; write env."*" for a name with an asterisk
            Ab = sys.user.*                 # only mdc and kv have wildcards; write sys."user.*"
            Ab = ${NAME}                    # at character 6: '${NAME}' is a variable that nobody has replaced
            Ab = exception.stackTrace hide("")     # at character 32: a beginning that hide takes is empty
            Ab = message redact("\\\\d{16}")  # at character 20: '\\\\d{16}' looks for a backslash; write \\d once
            Ab = message redact("card \\\\w+") # looks for a backslash; write \\w once
            Ab = message redact("d{13,16}")    # 'd{13,16}' looks for the letter d; write \\d, in a .properties file \\\\d, or [d] for the letter
            Ab = message redact("id=d+")       # looks for the letter d
            Ab = message redact("S+@S+")       # looks for the letter S
            """)
    void aSlipIsToldWithItsCure(String text, String part) {
        ColumnList.parse(text, faults);
        assertThat(faults).singleElement().asString().contains(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ab = message redact('[d]+')",
                "Ab = message redact('\\d{16}')",
                "Ab = message redact('word+')",
                "Ab = message redact('(pass|pwd)=\\S+')",
                "Ab = message redact('[\\\\]d')",
                "Ab = message redact('a.*b')",
                "Ab = message redact('[a-d]{4}')",
                "Ab = message redact('[sd]*x')",
                "Ab = env.\"*\"",
                "Ab = mdc.\"a*\"",
                "Ab = mdc.redact"
            })
    void whatLooksLikeASlipAndIsNone(String text) {
        ColumnList.parse(text, faults);
        assertThat(faults).isEmpty();
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
