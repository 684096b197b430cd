package io.github.azuremonitor.appender.common.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnGrammarTest {
    private final List<String> faults = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', textBlock = """
            Ab = thred                          # at character 6: 'thred' is not a source; nearest is thread
            Ab = level; Cd = mcd.tenant         # at character 18: 'mcd.tenant' is not a source; nearest is mdc.tenant
            Ab:strin = level                    # at character 4: 'strin' of column Ab is not a type
            Ab = mdc.a | unknown                # at character 14: 'unknown' is not a source
            Ab = mdc.a |                        # at character 13: here a source is missing
            Ab =                                # at character 5: here a source is missing
            Ab = "text                          # at character 6: this text has no closing quote
            Ab = 'text                          # at character 6: this text has no closing quote
            Ab = message Cd = level             # at character 14: 'Cd = level' is too much
            Ab:string(63) = message             # at character 11: '63' is not a number of bytes from 64 to 65535
            Ab:string(65536) = message          # at character 11: '65536' is not a number of bytes
            Ab:string(100 = message             # at character 15: ) is missing
            Ab:long(100) = pid                  # at character 9: only string has a limit
            Ab:long = mdc.*                     # at character 1: column Ab is a JSON object
            Ab = mdc.* | "none"                 # at character 6: a wildcard cannot stand in
            Ab = mdc.a | kv.*                   # at character 14: a wildcard cannot stand in
            Ab = mdc.* as x                     # at character 15: to rename what a wildcard takes
            Ab = mdc.*.* as x.*                 # at character 17: to rename what a wildcard takes
            Ab = mdc.a as                       # at character 14: here the name is missing
            Ab = mdc.* except                   # at character 18: here a key is missing
            Ab = message except x               # at character 14: except belongs to a wildcard
            Ab = message redact                 # at character 20: ( is missing
            Ab = message redact()               # at character 21: here a text in quotes is missing
            Ab = message redact("a" "b")        # at character 25: ) is missing
            Ab = message redact("[")            # at character 20: '[' is not an expression
            Ab = message redact("")             # at character 20: redact takes an expression
            Ab = message redact("a","b","c")    # at character 20: redact takes an expression
            Ab:long = pid redact("1")           # at character 15: redact is for columns of type string
            Ab = message rootFirst              # at character 14: rootFirst and hide are for exception.stackTrace
            Ab = pattern                        # at character 13: here a pattern is missing: pattern("%-5level %logger{20}")
            Ab = pattern(%m)                    # at character 14: here a pattern is missing
            Ab = pattern(' ')                   # at character 14: this pattern is empty
            Ab = pattern('%m'                   # at character 18: ) is missing
            Ab = pattern('%m)                   # at character 14: this text has no closing quote
            Ab = patern('%m')                   # at character 6: 'patern' is not a source
            standart                            # nor a preset: standard
            """)
    void aFaultPointsAtItsCharacterAndSaysWhatWouldBeRight(String text, String part) {
        ColumnList.parse(text, faults);
        assertThat(faults).singleElement().asString().contains(part);
    }

    @Test
    void aFaultInSeveralLinesIsGivenByLine() {
        ColumnList.parse("standard\nThread = thread\n  Ab  = thred\n", faults);
        assertThat(faults).singleElement().asString().startsWith("at line 3, character 9: 'thred'");
    }

    @Test
    void anEntryAfterAFaultyOneIsReadAllTheSame() {
        ColumnList list = ColumnList.parse("Ab = 'a;b' oops; Cd = \"open\nEf = message; Gh = nix; Ij = level", faults);
        assertThat(faults).hasSize(3);
        assertThat(list.columns()).extracting(Column::name).containsExactly("Ef", "Ij");
    }

    @Test
    void quotedTextsHoldSeparatorsQuotesAndBackslashesAsTheyAre() {
        assertThat(constant("Ab = \"a;b\nc=d|e,f\"")).isEqualTo("a;b\nc=d|e,f");
        assertThat(constant("Ab = \"say \"\"hi\"\"\"")).isEqualTo("say \"hi\"");
        assertThat(constant("Ab = 'it''s \"so\"'")).isEqualTo("it's \"so\"");
        assertThat(constant("Ab = \"C:\\\"")).isEqualTo("C:\\");
        assertThat(constant("Ab = ''")).isEmpty();
    }

    @Test
    void anEntryMayGoOnBehindACommaOrABar() {
        ColumnList list = ColumnList.parse("Ab = mdc.a |\n  kv.a\r\nCd = mdc.*,\n kv.*", faults);
        assertThat(faults).isEmpty();
        assertThat(list.columns()).hasSize(2);
    }

    @Test
    void sourcesStandInForEachOtherInTheirOrder() {
        Column column = column("Tenant = mdc.tenant | kv.tenant|\"none\"");
        assertThat(column)
                .isEqualTo(new Column(
                        "Tenant",
                        ColumnType.STRING,
                        new Content.Choice(List.of(
                                new Source(Kind.MDC, "tenant"),
                                new Source(Kind.KEY_VALUE, "tenant"),
                                new Source(Kind.CONSTANT, "none"))),
                        Finish.NONE));
    }

    @Test
    void anObjectHasWildcardsNamesAndExceptions() {
        Column column = column(
                "Http = mdc.http.* as h_*, kv.\"odd key\" as odd, thread, mdc.a | 'x' except password, *.secret");
        assertThat(column.type()).isEqualTo(ColumnType.DYNAMIC);
        assertThat(column.content())
                .isEqualTo(new Content.Fields(
                        List.of(
                                new Content.Field(List.of(new Source(Kind.MDC_ALL, "http.*")), "h_*"),
                                new Content.Field(List.of(new Source(Kind.KEY_VALUE, "odd key")), "odd"),
                                new Content.Field(List.of(new Source(Kind.THREAD, "")), "thread"),
                                new Content.Field(
                                        List.of(new Source(Kind.MDC, "a"), new Source(Kind.CONSTANT, "x")), "a")),
                        List.of("password", "*.secret")));
    }

    @Test
    void stepsStandBehindTheSource() {
        Column column = column(
                "Trace:string(4096) = exception.stackTrace rootFirst hide('java.', \"sun.\") redact(\"\\d{16}\") redact('x;y', '')");
        assertThat(column.finish())
                .isEqualTo(new Finish(
                        4096,
                        List.of(
                                new Finish.Redaction("\\d{16}", "[redacted]", null),
                                new Finish.Redaction("x;y", "", null)),
                        new Finish.Trace(true, List.of("java.", "sun."))));
    }

    @Test
    void anAsteriskInAQuotedKeyIsNoWildcard() {
        assertThat(column("Ab = mdc.'a*'").content())
                .isEqualTo(new Content.Choice(List.of(new Source(Kind.MDC, "a*"))));
    }

    @Test
    void aPatternMayHoldWhatElseSeparates() {
        assertThat(column("Ab = kv.short | PATTERN( '%-5level; %logger{20} | \"x\"%n' ) redact('x')")
                        .content())
                .isEqualTo(new Content.Choice(List.of(
                        new Source(Kind.KEY_VALUE, "short"),
                        new Source(Kind.PATTERN, "%-5level; %logger{20} | \"x\"%n"))));
    }

    @Test
    void patternsHaveTheNumberOfTheirFirstPlaceHoweverOftenTheyAreAskedFor() {
        ColumnList list = ColumnList.parse(
                "Ab = pattern('%m') | pattern('%c'); Cd = level; Ef = pattern('%c') as c, pattern('%t')", faults);
        assertThat(faults).isEmpty();
        assertThat(ColumnList.patterns(list.columns())).containsExactly("%m", "%c", "%t");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everySourceIsReadAsItIsWritten(Kind kind) {
        Column column = column("Ab = " + kind.text());
        assertThat(column.reads(kind)).isTrue();
        assertThat(column.type()).isEqualTo(kind.type());
    }

    @Test
    void noTextWhateverMakesTheParserThrowOrHang() {
        var random = new Random(42);
        String[] pieces = {
            "Ab",
            "=",
            ":",
            "long",
            "(",
            ")",
            "message",
            "mdc.",
            "*",
            "kv.a",
            "\"",
            "'",
            ";",
            "\n",
            ",",
            "|",
            " as ",
            " except ",
            " redact",
            "pattern",
            "64",
            "standard",
            "\\",
            " ",
            "äß"
        };
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            faults.clear();
            ColumnList list = ColumnList.parse(text.toString(), faults);
            assertThat(list.columns().isEmpty() && faults.isEmpty())
                    .as(text.toString())
                    .isFalse();
        }
    }

    private Column column(String text) {
        ColumnList list = ColumnList.parse(text, faults);
        assertThat(faults).isEmpty();
        assertThat(list.columns()).hasSize(1);
        return list.columns().get(0);
    }

    private String constant(String text) {
        return column(text).content().sources().get(0).key();
    }
}
