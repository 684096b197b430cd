package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.ServiceConfigurationError;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Platform PLATFORM = new Platform("shop", "pod-7", "host-1", 4711);

    @Test
    void aPlainEventBecomesTheStandardRowAndNothingMore() throws Exception {
        JsonNode row = row("standard", event -> {});
        assertThat(row.toString())
                .isEqualTo("{\"TimeGenerated\":\"2026-11-20T08:03:21.123456Z\",\"Level\":\"INFO\","
                        + "\"Logger\":\"com.example.Orders\",\"Message\":\"placed\",\"AppName\":\"shop\","
                        + "\"AppInstance\":\"pod-7\"}");
    }

    @Test
    void theTimeAlwaysHasSixDecimals() throws Exception {
        assertThat(row("standard", event -> event.time(1_763_625_801L, 0))
                        .get("TimeGenerated")
                        .asText())
                .isEqualTo("2025-11-20T08:03:21.000000Z");
        assertThat(row("standard", event -> event.time(-1L, 999_999_999))
                        .get("TimeGenerated")
                        .asText())
                .isEqualTo("1969-12-31T23:59:59.999999Z");
    }

    @Test
    void aRowThatNeedsSeveralTriesHasOneNumberAndItsRemarksOnce() throws Exception {
        var rows = new Rows();
        TableSettings table = Settings.with("columns", "Seq = sequence; Bad:long = level; Message = message")
                .table();
        List<Column> columns = table.columns().columns();
        var encoder = new RowEncoder(table, columns, columns, PLATFORM, 20_000, rows);
        var slot = new LoggedEvent();
        slot.message("x".repeat(30_000));
        assertThat(number(encoder.encode(slot))).isZero();
        assertThat(rows.remarks).containsExactly("unfit Bad", "cut Message of ");
        slot.message("short");
        assertThat(number(encoder.encode(slot))).isEqualTo(1);
        assertThat(rows.remarks).containsExactly("unfit Bad", "cut Message of ", "unfit Bad");
    }

    private static int number(RowBuffer row) throws Exception {
        return JSON.readTree(row.bytes(), 0, row.length()).get("Seq").asInt();
    }

    @Test
    void traceIdsLeaveThePropertiesForColumnsOfTheirOwn() throws Exception {
        JsonNode micrometer = row("standard", event -> {
            event.context().accept("traceId", "t1");
            event.context().accept("spanId", "s1");
            event.context().accept("order", "42");
        });
        assertThat(micrometer.get("TraceId").asText()).isEqualTo("t1");
        assertThat(micrometer.get("SpanId").asText()).isEqualTo("s1");
        assertThat(micrometer.get("Properties").toString()).isEqualTo("{\"order\":\"42\"}");
        JsonNode agent = row("standard", event -> event.context().accept("trace_id", "t2"));
        assertThat(agent.get("TraceId").asText()).isEqualTo("t2");
        assertThat(agent.has("Properties")).isFalse();
    }

    @Test
    void keyValuePairsKeepTheirTypesAndWinOverTheMdc() throws Exception {
        JsonNode row = row("standard", event -> {
            event.context().accept("n", "from mdc");
            event.keyValues().accept("n", 1);
            event.keyValues().accept("n", 2L);
            event.keyValues().accept("ok", true);
            event.keyValues().accept("share", 0.5);
            event.keyValues().accept("odd", Double.NaN);
        });
        assertThat(row.get("Properties").toString()).isEqualTo("{\"n\":2,\"ok\":true,\"share\":0.5,\"odd\":\"NaN\"}");
    }

    @Test
    void bigNumbersAreNumbersWhereNothingIsLost() throws Exception {
        byte[] row = bytes("standard", event -> {
            event.keyValues().accept("amount", new BigDecimal("42.20"));
            event.keyValues().accept("count", new BigInteger("7"));
            event.keyValues().accept("exact", new BigDecimal("0.1234567890123456789"));
            event.keyValues().accept("huge", new BigDecimal("1e400"));
            event.keyValues().accept("key", BigInteger.ONE.shiftLeft(80));
        });
        assertThat(new String(row, StandardCharsets.UTF_8))
                .contains("{\"amount\":42.20,\"count\":7,\"exact\":\"0.1234567890123456789\",\"huge\":\"1E+400\","
                        + "\"key\":\"1208925819614629174706176\"}");
    }

    @Test
    void secretsByNameStayOutOfThePropertiesUnlessListed() throws Exception {
        Consumer<LoggedEvent> event = slot -> {
            for (String key : List.of(
                    "password",
                    "userPasswd",
                    "client_secret",
                    "X-Auth-Token",
                    "Authorization",
                    "Set-Cookie",
                    "API_KEY",
                    "db.connection-string",
                    "db.pwd",
                    "accessKey",
                    "tls_private_key",
                    "request.signature",
                    "color")) {
                slot.context().accept(key, "v");
            }
        };
        assertThat(row("standard", event).get("Properties").toString()).isEqualTo("{\"color\":\"v\"}");
        JsonNode listed =
                row(Settings.with("properties", "listed: password, color").table(), event);
        assertThat(listed.get("Properties").toString()).isEqualTo("{\"password\":\"v\",\"color\":\"v\"}");
        assertThat(row(Settings.with("properties", "none").table(), event).has("Properties"))
                .isFalse();
    }

    @Test
    void loneSurrogatesBecomeReplacementCharactersAndPairsSurvive() throws Exception {
        JsonNode row = row("standard", event -> event.message("a\ud83db\udc00c\ud83d\ude00d\ud83d"));
        assertThat(row.get("Message").asText()).isEqualTo("a\ufffdb\ufffdc\ud83d\ude00d\ufffd");
    }

    @Test
    void everyCharacterSurvivesTheWayThroughJson() throws Exception {
        var random = new Random(0);
        for (int i = 0; i < 2000; i++) {
            String text = random.ints(random.nextInt(60), 0, 0x110000)
                    .filter(c -> c < 0xD800 || c > 0xDFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String given = "\u0000\n\"\\\u2028" + text;
            assertThat(row("standard", event -> event.message(given))
                            .get("Message")
                            .asText())
                    .isEqualTo(given);
        }
    }

    @Test
    void aRowIsOneLine() throws Exception {
        byte[] row = bytes("standard", event -> event.message("one,\ntwo\r\nthree"));
        assertThat(row).doesNotContain((byte) '\n');
    }

    @Test
    void aFieldIsCutBelowSixtyFourKilobytesOfUtf8WithAVisibleMark() throws Exception {
        for (String character : List.of("a", "ä", "€", "\ud83d\ude00")) {
            JsonNode row = row("standard", event -> event.message(character.repeat(40_000)));
            String message = row.get("Message").asText();
            int bytes = message.getBytes(StandardCharsets.UTF_8).length;
            if (bytes < 40_000 * character.getBytes(StandardCharsets.UTF_8).length) {
                assertThat(message).endsWith("]").contains("…[cut");
            }
            assertThat(bytes).isLessThan(64 * 1024);
        }
    }

    @Test
    void aTwoMegabyteMessageIsCutAndSaysHowLongItWas() throws Exception {
        JsonNode row = row("standard", event -> event.message("m".repeat(2_000_000)));
        assertThat(row.get("Message").asText()).hasSizeLessThan(64 * 1024).contains("2000000 characters");
    }

    @Test
    void textsThatEscapingBlowsUpStillFitIntoARow() throws Exception {
        String columns = "standard\n"
                + "ABCDEFGHIJKLMNOP"
                        .chars()
                        .mapToObj(c -> "X" + (char) c + " = message")
                        .reduce((a, b) -> a + "\n" + b)
                        .orElseThrow();
        byte[] row = bytes(columns, event -> event.message("\u0000".repeat(60_000)));
        assertThat(row.length).isLessThanOrEqualTo(Batcher.MAX_ROW_BYTES);
        assertThat(JSON.readTree(row).get("Message").asText()).contains("…[cut");
    }

    @Test
    void tenThousandMdcKeysGiveAValidRowThatSaysWhatIsMissing() throws Exception {
        JsonNode row = row("standard", event -> {
            for (int i = 0; i < 10_000; i++) {
                event.context().accept("key" + i, "value" + i);
            }
        });
        assertThat(row.get("Properties").get("_leftOut").asInt()).isPositive();
        assertThat(row.get("Properties").toString().length()).isLessThan(64 * 1024);
    }

    /** Kotlin's TODO() and a ServiceLoader throw such ones. */
    @Test
    void anExceptionWhoseMessageIsAnErrorCostsNothingElse() throws Exception {
        class Unfinished extends RuntimeException {
            @Override
            public String getMessage() {
                throw new ServiceConfigurationError("no provider");
            }
        }
        JsonNode row = row("standard; Thread = exception.message", event -> event.thrown(new Unfinished()));

        assertThat(row.get("Message").asText()).isEqualTo("placed");
        assertThat(row.get("StackTrace").asText()).contains("getMessage() threw java.util.ServiceConfigurationError");
    }

    @Test
    void anExceptionWhoseMessageThrowsCostsNothingElse() throws Exception {
        class Nasty extends RuntimeException {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no");
            }
        }
        JsonNode row = row("standard", event -> event.thrown(new RuntimeException("outer", new Nasty())));
        assertThat(row.get("ExceptionType").asText()).isEqualTo("java.lang.RuntimeException");
        assertThat(row.get("StackTrace").asText())
                .contains("outer")
                .contains("getMessage() threw java.lang.IllegalStateException");
    }

    @Test
    void aCircularCauseEnds() throws Exception {
        var a = new IllegalStateException("a");
        var b = new IllegalStateException("b", a);
        a.initCause(b);
        JsonNode row = row("standard", event -> event.thrown(b));
        assertThat(row.get("StackTrace").asText()).contains("[circular:");
    }

    @Test
    void theStackTraceReadsAsJavaPrintsIt() throws Exception {
        var thrown = new IllegalStateException("outer", new IllegalArgumentException("inner"));
        thrown.addSuppressed(new UnsupportedOperationException("beside"));
        var printed = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(printed));
        JsonNode row = row("standard", event -> event.thrown(thrown));
        assertThat(row.get("StackTrace").asText()).isEqualTo(printed.toString().replace("\r\n", "\n"));
    }

    @Test
    void aValueThatDoesNotFitItsTypeLeavesTheColumnOutAndKeepsTheRow() throws Exception {
        String columns =
                "standard; OrderId:long = mdc.orderId; Ok:boolean = mdc.ok; At:datetime = mdc.at; Rate:real = kv.r";
        JsonNode good = row(columns, event -> {
            event.context().accept("orderId", "42");
            event.context().accept("ok", "TRUE");
            event.context().accept("at", "2026-11-20T09:03:21+01:00");
            event.keyValues().accept("r", "1.5");
        });
        assertThat(good.get("OrderId").asLong()).isEqualTo(42);
        assertThat(good.get("Ok").asBoolean()).isTrue();
        assertThat(good.get("At").asText()).isEqualTo("2026-11-20T08:03:21.000000Z");
        assertThat(good.get("Rate").asDouble()).isEqualTo(1.5);
        assertThat(good.has("Properties"))
                .as("what has a column is not billed twice")
                .isFalse();
        JsonNode bad = row(columns, event -> event.context().accept("orderId", "forty-two"));
        assertThat(bad.has("OrderId")).isFalse();
        assertThat(bad.get("Message").asText()).isEqualTo("placed");
    }

    @Test
    void optionalColumnsAreThereForThoseWhoAsk() throws Exception {
        JsonNode row = row(
                "TimeGenerated = timestamp; Thread = thread; Pid = pid; Host = host; Number = severityNumber; Fixed = \"fixed\"; Seq = sequence",
                event -> {});
        assertThat(row.toString())
                .isEqualTo("{\"TimeGenerated\":\"2026-11-20T08:03:21.123456Z\",\"Thread\":\"main\",\"Number\":9,"
                        + "\"Pid\":4711,\"Host\":\"host-1\",\"Fixed\":\"fixed\",\"Seq\":0}");
    }

    @Test
    void anEventAfterAFailedOneIsNotDamagedByIt() throws Exception {
        RowEncoder encoder = encoder(Settings.with().table());
        var slot = slot(event -> event.thrown(new BrokenTrace()));
        try {
            encoder.encode(slot);
        } catch (java.io.IOException expected) {
            assertThat(expected).hasMessageContaining("trace");
        }
        slot.clear();
        RowBuffer row = encoder.encode(slot(event -> {}));
        assertThat(JSON.readTree(row.bytes(), 0, row.length()).get("Message").asText())
                .isEqualTo("placed");
    }

    @Test
    void anEventAfterAFailedOneIsNotDamagedByItInAnObjectAsText() throws Exception {
        RowEncoder encoder = encoder(Settings.with("columns", "Ab:string = exception.message, mdc.*, message")
                .table());
        var slot = slot(event -> event.thrown(new Fatal()));
        assertThatThrownBy(() -> encoder.encode(slot)).isInstanceOf(java.io.IOException.class);
        slot.clear();
        RowBuffer row = encoder.encode(slot(event -> {}));
        assertThat(JSON.readTree(row.bytes(), 0, row.length()).get("Ab").asText())
                .isEqualTo("{\"message\":\"placed\"}");
    }

    private static final class Fatal extends RuntimeException {
        @Override
        public String getMessage() {
            throw new OutOfMemoryError("no error of a value");
        }
    }

    private static final class BrokenTrace extends RuntimeException {
        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no trace");
        }
    }

    @Test
    void manyThreadsBeginRowsOfOneTableAtOnce() throws Exception {
        RowEncoder encoder = encoder(Settings.with(
                        "columns",
                        "TimeGenerated = timestamp; Level = level; Logger = logger; Message = message;"
                                + " Properties = mdc.*, kv.*")
                .table());
        List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                var scratch = new JsonRow();
                for (int i = 0; i < 2_000; i++) {
                    String own = number + "-" + i;
                    LoggedEvent event = slot(each -> {
                        each.time(1_795_161_801L + number, 0);
                        each.origin(Severity.INFO, "INFO", "logger " + own, "main");
                        each.message(own);
                        each.context().accept("context " + own, own);
                        each.keyValues().accept("same", own);
                        each.keyValues().accept("pair " + own, own);
                    });
                    try {
                        RowBuffer begun = encoder.begin(event, scratch, Batcher.MAX_ROW_BYTES);
                        JsonNode row = JSON.readTree(
                                new String(begun.bytes(), 0, begun.length(), StandardCharsets.UTF_8) + "}");
                        assertThat(row.get("TimeGenerated").asText()).contains("08:03:2" + (1 + number));
                        assertThat(row.get("Logger").asText()).isEqualTo("logger " + own);
                        assertThat(row.get("Properties").toString())
                                .isEqualTo("{\"same\":\"" + own + "\",\"pair " + own + "\":\"" + own + "\",\"context "
                                        + own + "\":\"" + own + "\"}");
                    } catch (Exception | AssertionError fault) {
                        faults.add(fault);
                        return;
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(faults).isEmpty();
    }

    private static JsonNode row(String columns, Consumer<LoggedEvent> change) throws Exception {
        return JSON.readTree(bytes(columns, change));
    }

    private static JsonNode row(TableSettings table, Consumer<LoggedEvent> change) throws Exception {
        RowBuffer row = encoder(table).encode(slot(change));
        return JSON.readTree(row.bytes(), 0, row.length());
    }

    private static byte[] bytes(String columns, Consumer<LoggedEvent> change) throws Exception {
        RowBuffer row = encoder(Settings.with("columns", columns).table()).encode(slot(change));
        return java.util.Arrays.copyOf(row.bytes(), row.length());
    }

    private static RowEncoder encoder(TableSettings table) {
        return new RowEncoder(table, table.columns().columns(), PLATFORM, Batcher.MAX_ROW_BYTES);
    }

    private static LoggedEvent slot(Consumer<LoggedEvent> change) {
        var slot = new LoggedEvent();
        slot.time(1_795_161_801L, 123_456_789);
        slot.origin(Severity.INFO, "INFO", "com.example.Orders", "main");
        slot.message("placed");
        change.accept(slot);
        return slot;
    }
}
