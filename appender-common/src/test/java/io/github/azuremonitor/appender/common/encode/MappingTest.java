package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {

    private final Rows rows = new Rows();

    @Test
    void aMissingOrEmptyValueGivesWayToTheNextSource() throws Exception {
        String columns = "Tenant = mdc.tenant | kv.tenant | \"none\"";
        assertThat(text(columns, mdc("tenant", "a"))).isEqualTo("{\"Tenant\":\"a\"}");
        assertThat(text(columns, kv("tenant", "b"))).isEqualTo("{\"Tenant\":\"b\"}");
        assertThat(text(columns, mdc("tenant", ""))).isEqualTo("{\"Tenant\":\"none\"}");
        assertThat(text(columns, MappingTest::bare)).isEqualTo("{\"Tenant\":\"none\"}");
    }

    @Test
    void aValueThatDoesNotFitIsCountedAndGivesWayToTheNextSource() throws Exception {
        String columns = "Order:long = mdc.order | kv.order | '-1'";
        assertThat(text(columns, mdc("order", "none"))).isEqualTo("{\"Order\":-1}");
        assertThat(rows.remarks).containsExactly("unfit Order");
    }

    @Test
    void aNumberOfManyDigitsIsNotWorthTheFlushersTime() throws Exception {
        String columns = "Order:long = mdc.order | '-1'";
        assertThat(text(columns, mdc("order", "7." + "0".repeat(90)))).isEqualTo("{\"Order\":7}");
        assertThat(text(columns, mdc("order", "7." + "0".repeat(60_000)))).isEqualTo("{\"Order\":-1}");
        assertThat(rows.remarks).containsExactly("unfit Order");
    }

    @Test
    void aDefaultThatDoesNotFitIsToldAtOnceAndPassedOver() throws Exception {
        assertThat(text("Order:long = mdc.order | 'none' | '7'", MappingTest::bare))
                .isEqualTo("{\"Order\":7}");
        assertThat(rows.remarks).containsExactly("unfit Order");
    }

    @Test
    void aRenderedPatternIsAValueLikeAnyOther() throws Exception {
        String columns = "Ab = pattern('%p'); Cd:string(64) = kv.cd | pattern('%c') redact('card \\d+');"
                + " Ef = pattern('%p') as level, mdc.*";
        assertThat(text(columns, slot -> slot.rendered(new String[] {"WARN ", "card 4711 " + "x".repeat(100)})))
                .isEqualTo("{\"Ab\":\"WARN \",\"Ef\":{\"level\":\"WARN \"},\"Cd\":\"[redacted] " + "x".repeat(33)
                        + "…[cut to 64 bytes]\"}");
    }

    @Test
    void aPatternThatNobodyRenderedGivesWayToTheNextSource() throws Exception {
        String columns = "Ab = pattern('%p') | 'none'; Cd = pattern('%c')";
        assertThat(text(columns, MappingTest::bare)).isEqualTo("{\"Ab\":\"none\"}");
        assertThat(text(columns, slot -> slot.rendered(new String[] {"WARN"}))).isEqualTo("{\"Ab\":\"WARN\"}");
        assertThat(text(columns, slot -> slot.rendered(new String[] {null, "c"})))
                .isEqualTo("{\"Ab\":\"none\",\"Cd\":\"c\"}");
    }

    @Test
    void theSpanOfTheLogCallIsKnownOnlyWhereTheMdcKnowsNone() throws Exception {
        String columns = "TraceId = traceId; SpanId = spanId";
        var span = new SpanIds("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        assertThat(text(columns, slot -> slot.spanIds(span)))
                .isEqualTo("{\"TraceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"SpanId\":\"00f067aa0ba902b7\"}");
        assertThat(text(columns, slot -> {
                    slot.spanIds(span);
                    slot.context().accept("trace_id", "1");
                    slot.context().accept("spanId", "2");
                }))
                .isEqualTo("{\"TraceId\":\"1\",\"SpanId\":\"2\"}");
    }

    @Test
    void whatAColumnTakesFromThePairsTheMdcStillHas() throws Exception {
        String columns = "Http = kv.http.*; Order = mdc.order; Props = mdc.*, kv.order";
        assertThat(text(columns, slot -> {
                    slot.context().accept("http.method", "GET");
                    slot.context().accept("order", "1");
                    slot.keyValues().accept("http.status", 503);
                    slot.keyValues().accept("order", 2);
                }))
                .isEqualTo("{\"Http\":{\"http.status\":503},\"Order\":\"1\","
                        + "\"Props\":{\"order\":2,\"http.method\":\"GET\"}}");
    }

    @Test
    void anObjectThatGrowsByRedactionIsMeasuredAfterwards() throws Exception {
        Object list = Values.settled(Collections.nCopies(1000, "x"));
        String columns = "Ab = kv.list, kv.short redact('x', '" + "y".repeat(100) + "')";
        assertThat(text(columns, slot -> {
                    slot.keyValues().accept("list", list);
                    slot.keyValues().accept("short", "kept");
                }))
                .isEqualTo("{\"Ab\":{\"short\":\"kept\",\"_leftOut\":1}}");
    }

    @Test
    void theMessageOfAnExceptionIsCutLikeAnyText() throws Exception {
        var thrown =
                new IllegalStateException("y".repeat(3_000_000), new IllegalArgumentException("y".repeat(3_000_000)));
        // So many looks at each character as are given to 65,000 of them, and no more.
        String columns = "Ab = exception.message redact('y+'); Cd = exception.rootCause.message redact('y+');"
                + " Ef = exception.stackTrace redact('y+')";
        var row = rows.row(columns, slot -> slot.thrown(thrown));
        assertThat(row.get("Ab").asText()).isEqualTo("[redacted]…[cut: 3000000 characters]");
        assertThat(row.get("Cd").asText()).isEqualTo("[redacted]…[cut: 3000000 characters]");
        assertThat(row.get("Ef").asText())
                .startsWith("java.lang.IllegalStateException: [redacted]…[cut: 3000000 characters]\n");
        assertThat(rows.remarks).isEmpty();
    }

    @Test
    void anUnsetVariableGivesWayToTheDefault() throws Exception {
        assertThat(text("Ab = env.NOWHERE | \"unknown\"; Cd = sys.nowhere; Ef = env.REGION | 'x'", MappingTest::bare))
                .isEqualTo("{\"Ab\":\"unknown\",\"Ef\":\"westeurope\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            int      | 42      | 42
            int      | 42.0    | 42
            int      | 3000000000 |
            long     | 3000000000 | 3000000000
            long     | 9223372036854775808 |
            long     | 1.5     |
            long     | 1e3     |
            real     | 1e3     | 1000.0
            real     | NaN     |
            boolean  | True    | true
            boolean  | 1       |
            datetime | 2026-11-20T09:03:21+01:00 | "2026-11-20T08:03:21.000000Z"
            datetime | 2026-11-20 |
            datetime | +12026-11-20T09:03:21Z |
            datetime | -0001-11-20T09:03:21Z |
            datetime | 0000-12-31T23:59:59Z |
            datetime | 0001-01-01T00:00:00Z | "0001-01-01T00:00:00.000000Z"
            dynamic  | 42      | "42"
            """)
    void aTextBecomesTheColumnsTypeOrIsLeftOutAndCounted(String type, String text, String json) throws Exception {
        String row = text("Ab:" + type + " = mdc.a", mdc("a", text));
        assertThat(row).isEqualTo(json == null ? "{}" : "{\"Ab\":" + json + "}");
        assertThat(rows.remarks).hasSize(json == null ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Ab:long = mdc.a           | no number             | 'no number' (java.lang.String)
            Ab:datetime = mdc.a       | 2026-11-20            | '2026-11-20' (java.lang.String)
            Ab:long = mdc.apiToken    | hunter2               | '***' (java.lang.String)
            Token:long = mdc.a        | hunter2               | '***' (java.lang.String)
            Ab:long = mdc.a           | Bearer eyJhbGciOiJIUz | '***' (java.lang.String)
            """)
    void theWarningOfAValueThatDoesNotFitHasValueAndClassButNoSecret(String column, String text, String shown)
            throws Exception {
        rows.row(column, event -> {
            event.context().accept("a", text);
            event.context().accept("apiToken", text);
        });
        assertThat(rows.unfitValues).containsExactly(shown);
    }

    @Test
    void theWarningOfALongValueIsCutAndThatOfAnObjectHasNoSecrets() throws Exception {
        rows.row("Ab:long = kv.a", kv("a", "x".repeat(60_000) + "\n"));
        rows.row("Ab:long = kv.a", kv("a", Values.settled(Map.of("password", "hunter2"))));
        assertThat(rows.unfitValues.get(0))
                .hasSizeLessThan(200)
                .startsWith("'xxx")
                .endsWith("…' (java.lang.String)");
        assertThat(rows.unfitValues.get(1)).isEqualTo("'{}' (an object)");
    }

    @Test
    void valuesOfOtherTypesFitWhereNothingIsLost() throws Exception {
        assertThat(text("Ab:long = kv.a", kv("a", 42.0))).isEqualTo("{\"Ab\":42}");
        assertThat(text("Ab:long = timestamp", MappingTest::bare)).isEqualTo("{}");
        assertThat(text("Ab:string = pid; Cd:string = severityNumber", MappingTest::bare))
                .isEqualTo("{\"Cd\":\"9\",\"Ab\":\"4711\"}");
        assertThat(text(
                        "Ab:datetime = kv.a",
                        kv("a", ZonedDateTime.of(2026, 11, 20, 9, 3, 21, 0, ZoneId.of("Europe/Berlin")))))
                .isEqualTo("{\"Ab\":\"2026-11-20T08:03:21.000000Z\"}");
        assertThat(text("Ab:string = timestamp", MappingTest::bare))
                .isEqualTo("{\"Ab\":\"2026-11-20T08:03:21.123456Z\"}");
    }

    @Test
    void aWildcardTakesRenamesAndLeavesOut() throws Exception {
        Consumer<LoggedEvent> event = slot -> {
            slot.context().accept("http.method", "GET");
            slot.context().accept("http.Session.Id", "1");
            slot.context().accept("http.auth_token", "2");
            slot.context().accept("httpd", "3");
        };
        assertThat(text("Http = mdc.http.* as h_* except *.session.*", event))
                .isEqualTo("{\"Http\":{\"h_method\":\"GET\"}}");
    }

    @Test
    void whatANarrowerWildcardOrAColumnTakesIsNotBilledTwice() throws Exception {
        Consumer<LoggedEvent> event = slot -> {
            slot.context().accept("http.method", "GET");
            slot.context().accept("http.cookie", "c");
            slot.keyValues().accept("orderId", 42L);
            slot.keyValues().accept("color", "red");
        };
        assertThat(text("Http = mdc.http.*; Order:long = kv.orderId; Rest = mdc.*, kv.*", event))
                .isEqualTo("{\"Http\":{\"method\":\"GET\"},\"Order\":42,\"Rest\":{\"color\":\"red\"}}"
                        .replace("\"method\"", "\"http.method\""));
    }

    @Test
    void aNamedSecretIsShippedBecauseSomebodyWroteItDown() throws Exception {
        assertThat(text("Props = mdc.*, mdc.token", mdc("token", "t"))).isEqualTo("{\"Props\":{\"token\":\"t\"}}");
    }

    @Test
    void aNameThatIsEmptyIsNoValue() throws Exception {
        assertThat(text(
                        "Ab = thread, logger; Cd:string(100) = thread",
                        event -> event.origin(Severity.INFO, "INFO", null, "")))
                .isEqualTo("{}");
    }

    @Test
    void outsideOfAClusterNobodyIsAPod() throws Exception {
        var host = new ProcessEnvironment(
                name -> null, name -> name.equals("HOSTNAME") ? "laptop" : null, path -> "not to be asked");
        assertThat(Kubernetes.pod(host)).isNull();
        assertThat(Kubernetes.namespace(host)).isNull();
        var named = new ProcessEnvironment(
                name -> null, Map.of("MY_POD_NAME", " pod-1 ", "POD_NAME", "")::get, path -> null);
        assertThat(Kubernetes.pod(named)).isEqualTo("pod-1");
    }

    @Test
    void aSecretWithinAMapIsTakenByNoWildcard() throws Exception {
        Consumer<LoggedEvent> event = kv("user", Values.settled(List.of(Map.of("id", 7, "Pass_Word", "hunter2"))));
        assertThat(text("Ab = kv.*", event)).isEqualTo("{\"Ab\":{\"user\":[{\"id\":7}]}}");
        assertThat(text("Ab:dynamic = kv.user", event)).contains("hunter2");
    }

    @Test
    void anObjectHoldsNamedValuesOfAnySource() throws Exception {
        assertThat(text(
                        "Ab = thread, env.REGION as region, mdc.none, kv.n as count | 'x'".replace(" | 'x'", ""),
                        kv("n", 3)))
                .isEqualTo("{\"Ab\":{\"count\":3,\"region\":\"westeurope\",\"thread\":\"main\"}}");
    }

    @Test
    void ofTwoValuesWithOneNameTheLaterSourceWinsAndSomebodyIsTold() throws Exception {
        Consumer<LoggedEvent> event = slot -> {
            slot.context().accept("n", "mdc");
            slot.context().accept("same", "1");
            slot.keyValues().accept("n", "kv");
            slot.keyValues().accept("same", "1");
        };
        assertThat(text("Ab = mdc.*, kv.*", event)).isEqualTo("{\"Ab\":{\"n\":\"kv\",\"same\":\"1\"}}");
        assertThat(text("Ab = kv.*, mdc.*", event)).isEqualTo("{\"Ab\":{\"n\":\"mdc\",\"same\":\"1\"}}");
        assertThat(rows.remarks).containsExactly("collision Ab", "collision Ab");
    }

    @Test
    void renamingOntoAnotherKeyLosesNeitherRowNorJson() throws Exception {
        Consumer<LoggedEvent> event = slot -> {
            slot.context().accept("x.a", "1");
            slot.context().accept("a", "2");
        };
        assertThat(text("Ab = mdc.*, mdc.x.* as *", event)).isEqualTo("{\"Ab\":{\"a\":\"1\"}}");
        assertThat(rows.remarks).containsExactly("collision Ab");
    }

    @Test
    void anObjectInATextColumnIsJsonText() throws Exception {
        assertThat(rows.row("Ab:string = mdc.*, kv.*", event -> {
                            event.context().accept("q", "say \"hi\"");
                            event.keyValues().accept("n", 1);
                        })
                        .get("Ab")
                        .asText())
                .isEqualTo("{\"n\":1,\"q\":\"say \\\"hi\\\"\"}");
        assertThat(text("Ab:string = mdc.*, kv.*", MappingTest::bare)).isEqualTo("{}");
    }

    @Test
    void mapsAndListsAreJsonWhateverIsInThem() throws Exception {
        var nasty = new LinkedHashMap<String, Object>();
        nasty.put("lone\ud83d", "\ud83d");
        nasty.put("nan", Double.NaN);
        nasty.put("list", Arrays.asList(1, null, List.of()));
        assertThat(rows.row("Ab = kv.*; Cd:string = kv.a; Ef:dynamic = kv.b; Gh:long = kv.c", event -> {
                            for (String key : List.of("a", "b", "c", "d")) {
                                event.keyValues().accept(key, Values.settled(nasty));
                            }
                        })
                        .toString())
                .isEqualTo(
                        "{\"Ab\":{\"d\":JSON},\"Cd\":TEXT,\"Ef\":JSON}"
                                .replace("JSON", "{\"lone\ufffd\":\"\ufffd\",\"nan\":\"NaN\",\"list\":[1,null,[]]}")
                                .replace(
                                        "TEXT",
                                        "\"{\\\"lone\ufffd\\\":\\\"\ufffd\\\",\\\"nan\\\":\\\"NaN\\\",\\\"list\\\":[1,null,[]]}\""));
        assertThat(rows.remarks).containsExactly("unfit Gh");
    }

    @Test
    void aFullStructureOfTheWidestCharactersStaysBelowSixtyFourKilobytes() throws Exception {
        List<String> wide = Collections.nCopies(10_000, "€\ud83d\ude00");
        var row = rows.row("Ab:dynamic = kv.a", event -> event.keyValues().accept("a", Values.settled(wide)));
        assertThat(row.get("Ab").toString().getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(64 * 1024);
    }

    @Test
    void aTextIsCutToItsColumnsBytesWithAVisibleMark() throws Exception {
        for (String character : new String[] {"a", "ä", "€", "\ud83d\ude00"}) {
            String message = rows.row("Ab:string(100) = message", event -> event.message(character.repeat(200)))
                    .get("Ab")
                    .asText();
            assertThat(message).startsWith(character).endsWith("…[cut to 100 bytes]");
            assertThat(message.getBytes(StandardCharsets.UTF_8).length).isBetween(97, 100);
        }
        assertThat(text("Ab:string(64) = message", event -> event.message("x".repeat(64))))
                .isEqualTo("{\"Ab\":\"" + "x".repeat(64) + "\"}");
    }

    @Test
    void aLongNamedTextInAnObjectIsCutAndTheOthersStay() throws Exception {
        JsonNode row = rows.row("Ab = message, thread", event -> event.message("m".repeat(60_000)));
        assertThat(row.get("Ab").get("thread").asText()).isEqualTo("main");
        assertThat(row.get("Ab").get("message").asText()).contains("…[cut");
        row = rows.row("Ab = exception.message, message, mdc.*, pid", event -> {
            event.thrown(new IllegalStateException("e".repeat(9_000)));
            event.message("m".repeat(9_000));
            event.context().accept("k", "v".repeat(9_000));
        });
        assertThat(row.get("Ab").get("k").asText()).hasSize(9_000);
        assertThat(row.get("Ab").get("message").asText()).hasSize(9_000);
        assertThat(row.get("Ab").get("exception.message").asText())
                .startsWith("eee")
                .contains("…[cut to 2");
        assertThat(row.get("Ab").get("pid").isNumber()).isTrue();
    }

    @Test
    void theRootCauseIsFoundEvenInACircle() throws Exception {
        var root = new IllegalStateException("root");
        var outer = new RuntimeException("outer", new RuntimeException("middle", root));
        assertThat(text(
                        "Ab = exception.rootCause.type; Cd = exception.rootCause.message",
                        event -> event.thrown(outer)))
                .isEqualTo("{\"Ab\":\"java.lang.IllegalStateException\",\"Cd\":\"root\"}");
        root.initCause(outer);
        assertThat(text("Cd = exception.rootCause.message", event -> event.thrown(outer)))
                .isEqualTo("{\"Cd\":\"root\"}");
    }

    @Test
    void aStackTraceMayBeginWithItsRootAndHideFrames() throws Exception {
        var root = new IllegalStateException("root");
        var outer = new RuntimeException("outer", root);
        root.setStackTrace(new StackTraceElement[] {frame("com.example.Dao"), frame("org.lib.A"), frame("Main")});
        outer.setStackTrace(new StackTraceElement[] {
            frame("com.example.Service"), frame("org.lib.B"), frame("org.lib.C"), frame("Main")
        });
        assertThat(rows.row("Ab = exception.stackTrace rootFirst hide('org.lib.')", event -> event.thrown(outer))
                        .get("Ab")
                        .asText())
                .isEqualTo("""
                        java.lang.IllegalStateException: root
                        \tat com.example.Dao.call(Some.java:1)
                        \t... 1 hidden
                        \t... 1 more
                        Wrapped by: java.lang.RuntimeException: outer
                        \tat com.example.Service.call(Some.java:1)
                        \t... 2 hidden
                        \tat Main.call(Some.java:1)
                        """);
    }

    @Test
    void theSettingPropertiesRulesWildcardsAndNotWhatIsNamed() throws Exception {
        Consumer<LoggedEvent> event = slot -> {
            slot.context().accept("a", "1");
            slot.context().accept("b", "2");
        };
        assertThat(rows.row(
                                Settings.with("properties", "none", "columns", "Ab = mdc.*, mdc.a")
                                        .table(),
                                event)
                        .toString())
                .isEqualTo("{\"Ab\":{\"a\":\"1\"}}");
    }

    private static void bare(LoggedEvent event) {
        event.thread();
    }

    private static StackTraceElement frame(String type) {
        return new StackTraceElement(type, "call", "Some.java", 1);
    }

    private String text(String columns, Consumer<LoggedEvent> change) throws Exception {
        return rows.row(columns, change).toString();
    }

    private static Consumer<LoggedEvent> mdc(String key, String value) {
        return event -> event.context().accept(key, value);
    }

    private static Consumer<LoggedEvent> kv(String key, Object value) {
        return event -> event.keyValues().accept(key, value);
    }
}
