package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.ingest.Mode;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.000001Z");

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().clock(() -> NOW));

    @Test
    void undeclaredAndMiscasedPropertiesAreIgnoredAndMissingColumnsAreNull(LogsEmulator emulator) throws Exception {
        Row row = stored(emulator, "{\"message\":\"wrong case\",\"Nobody\":1,\"Level\":\"INFO\"}");

        assertThat(row.columns().keySet())
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
                        "Properties",
                        "Thread",
                        "EventId",
                        "Pid",
                        "Seq");
        assertThat(row.text("Level")).isEqualTo("INFO");
        assertThat(row.get("Message").isNull()).isTrue();
        assertThat(row.get("Nobody").isMissingNode()).isTrue();
        assertThat(emulator.stats(STREAM).ignoredProperties()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    string   | "a"                     | true
                    string   | 4                       | false
                    string   | {}                      | false
                    int      | 2147483647              | true
                    int      | 2147483648              | false
                    int      | 1.5                     | false
                    int      | "4"                     | false
                    long     | 9223372036854775807     | true
                    long     | 9223372036854775808     | false
                    real     | 4                       | true
                    real     | 1.5                     | true
                    real     | "NaN"                   | false
                    boolean  | true                    | true
                    boolean  | "true"                  | false
                    dynamic  | {"a":[1,{"b":null}]}    | true
                    dynamic  | "text"                  | true
                    datetime | "2026-03-04T05:06:07Z"  | true
                    datetime | "2026-03-04T05:06:07+01:00" | true
                    datetime | "2026-03-04T05:06:07.5" | true
                    datetime | "yesterday"             | false
                    datetime | 1772600767              | false
                    """)
    void aValueOfTheWrongTypeIsNull(String type, String value, boolean fits, @TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("dcr.json"), """
                {"resources":[{"type":"Microsoft.OperationalInsights/workspaces","properties":{}},
                 {"type":"Microsoft.Insights/dataCollectionRules","properties":{"streamDeclarations":
                  {"Custom-Any":{"columns":[{"name":"Value","type":"%s"}]}}}}]}
                """.formatted(type));
        try (LogsEmulator emulator = LogsEmulator.builder().dcr(file).start()) {
            var request = Client.upload(emulator, "[{\"Value\":" + value + "}]")
                    .uri(Client.uri(emulator.httpEndpoint(), emulator.dcrImmutableId(), "Custom-Any"));

            assertThat(Client.send(request).statusCode()).isEqualTo(204);

            Row row = emulator.rows("Custom-Any").get(0);
            assertThat(row.get("Value")).hasToString(fits ? value : "null");
            assertThat(emulator.stats("Custom-Any").wrongTypes()).isEqualTo(fits ? 0 : 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T05:06:07.000001Z, false",
        "2026-03-02T05:06:07.000000Z, true",
        "2026-03-05T05:06:07.000001Z, false",
        "2026-03-05T05:06:07.000002Z, true",
        "not a time, true"
    })
    void aTimeTooOldOrTooFarAheadBecomesTheReceivedTime(String sent, boolean replaced) throws Exception {
        LogsEmulator emulator = EMULATOR.emulator();
        Row row = stored(emulator, "{\"TimeGenerated\":\"" + sent + "\"}");

        assertThat(row.timeReplaced()).isEqualTo(replaced);
        assertThat(row.text("TimeGenerated")).isEqualTo(replaced ? NOW.toString() : sent);
        assertThat(emulator.stats(STREAM).replacedTimes()).isEqualTo(replaced ? 1 : 0);
        if (replaced) {
            assertThat(row.sentTime()).isNotNull();
            assertThat(row.sentTime().asText()).isEqualTo(sent);
        }
    }

    @Test
    void aMissingTimeIsTheReceivedTime(LogsEmulator emulator) throws Exception {
        Row row = stored(emulator, "{}");

        assertThat(row.text("TimeGenerated")).isEqualTo(NOW.toString());
        assertThat(row.timeReplaced()).isTrue();
        assertThat(row.ingestedAt()).isEqualTo(NOW);
    }

    @Test
    void truncationDoesNotCutThroughACharacter(LogsEmulator emulator) throws Exception {
        String exact = "é".repeat(32_768);
        assertThat(stored(emulator, "{\"Message\":\"" + exact + "\"}").text("Message"))
                .isEqualTo(exact);
        assertThat(stored(emulator, "{\"Message\":\"x" + exact + "\"}").text("Message"))
                .isEqualTo("x" + "é".repeat(32_767));
        assertThat(stored(emulator, "{\"Message\":\"😀" + exact + "\"}").text("Message"))
                .isEqualTo("😀" + "é".repeat(32_766));
        assertThat(emulator.stats(STREAM).truncatedValues()).isEqualTo(2);
    }

    @Test
    void complainsAboutTimesWithoutSixDecimals(LogsEmulator emulator) throws Exception {
        stored(emulator, "{\"TimeGenerated\":\"2026-03-04T05:06:07.123456Z\"}");
        assertThat(emulator.complaints()).isEmpty();

        stored(emulator, "{\"TimeGenerated\":\"2026-03-04T05:06:07.123Z\"}");
        assertThat(emulator.complaints()).singleElement().asString().contains("2026-03-04T05:06:07.123Z");
    }

    @Test
    void aPropertyTwiceSpoilsTheBodyInStrictModeOnly(LogsEmulator emulator) throws Exception {
        String twice = "[{\"Message\":\"one\"},{\"Message\":\"a\",\"Message\":\"b\"}]";

        assertThat(Client.post(emulator, twice).statusCode()).isEqualTo(400);
        assertThat(emulator.rowCount(STREAM)).isZero();
        try (LogsEmulator lenient = LogsEmulator.builder().mode(Mode.LENIENT).start()) {
            assertThat(Client.post(lenient, twice).statusCode()).isEqualTo(204);
            assertThat(lenient.rowCount(STREAM)).isEqualTo(2);
        }
    }

    @Test
    void severalRulesKeepTheirStreamsApart() throws Exception {
        DcrDefinition one = DcrDefinition.standard();
        DcrDefinition two = one.withImmutableId("dcr-00000000000000000000000000000002");
        try (LogsEmulator emulator = LogsEmulator.builder().dcr(one, two).start()) {
            var request = Client.upload(emulator, "[{\"Message\":\"two\"}]")
                    .uri(Client.uri(emulator.httpEndpoint(), two.immutableId(), STREAM));
            assertThat(Client.send(request).statusCode()).isEqualTo(204);
            Client.post(emulator, "[{},{}]");

            assertThat(emulator.usage(two.immutableId()).rows()).isEqualTo(1);
            assertThat(emulator.usage(one.immutableId()).rows()).isEqualTo(2);
            assertThat(emulator.rows(STREAM))
                    .extracting(Row::dcrImmutableId)
                    .isEqualTo(List.of(two.immutableId(), one.immutableId(), one.immutableId()));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogsEmulator.builder().dcr(one, one).build())
                .withMessageContaining(one.immutableId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                                  | no rule
                    nonsense                                                                            | is not JSON
                    {"properties":{"streamDeclarations":{"Custom-A":{"columns":[{"name":"Id","type":"guid"}]}}}} | column Id: 'guid' is no column type
                    """)
    void aFaultyRuleFileIsRefusedWithItsName(String json, String message, @TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("faulty.json"), json);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogsEmulator.builder().dcr(file))
                .withMessageContaining("faulty.json")
                .withMessageContaining(message);
    }

    private static Row stored(LogsEmulator emulator, String row) throws Exception {
        assertThat(Client.post(emulator, "[" + row + "]").statusCode()).isEqualTo(204);
        List<Row> rows = emulator.rows(STREAM);
        return rows.get(rows.size() - 1);
    }
}
