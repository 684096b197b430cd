package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private final Rows rows = new Rows();

    @Test
    void whatIsFoundIsNotShipped() throws Exception {
        assertThat(message("Ab = message redact(\"\\d{16}\")", "card 4111111111111111, 4222222222222222!"))
                .isEqualTo("card [redacted], [redacted]!");
        assertThat(message("Ab = message redact('(\\w+)@', '$1\\') redact('secret', '')", "me@home secret"))
                .isEqualTo("$1\\home ");
        assertThat(message("Ab = message redact('x')", "nothing there")).isEqualTo("nothing there");
    }

    @Test
    void anExpressionThatFindsNothingAtAllStillEnds() throws Exception {
        assertThat(message("Ab = message redact('', '')".replace("''", "'(?=b)'"), "ab"))
                .isEqualTo("a(?=b)b");
    }

    @Test
    void anExpressionThatExplodesCostsItsFieldAndNotTheFlusher() throws Exception {
        String columns = "Ab = message redact('(a+)+$'); Cd = logger";
        var row = rows.row(columns, event -> event.message("a".repeat(5_000) + "b"));
        assertThat(row.toString()).isEqualTo("{\"Cd\":\"com.example.Orders\",\"Ab\":\"[redaction gave up]\"}");
        assertThat(rows.remarks).containsExactly("gave up Ab");
    }

    @Test
    void anExpressionThatFillsTheStackCostsItsFieldAndNotTheFlusher() throws Exception {
        assertThat(message("Ab = message redact('(x|y)*z')", "xy".repeat(30_000)))
                .isEqualTo("[redaction gave up]");
    }

    @Test
    void anExpressionThatPutsItsReplacementEverywhereDoesNotFillTheHeap() throws Exception {
        String long100 = "r".repeat(100);
        assertThat(message("Ab = message redact('x*', '" + long100 + "')", "y".repeat(100)))
                .hasSize(101 * 100 + 100);
        assertThat(message("Ab = message redact('x*', '" + long100 + "')", "y".repeat(10_000)))
                .isEqualTo("[redaction gave up]");
    }

    @Test
    void aSoundExpressionGetsThroughTheLongestText() throws Exception {
        String digits = "1234567 ".repeat(8_000) + "4111111111111111";
        assertThat(message("Ab = message redact('\\b\\d{13,16}\\b')", digits)).endsWith(" [redacted]");
        assertThat(rows.remarks).isEmpty();
    }

    @Test
    void redactionComesBeforeTheCut() throws Exception {
        assertThat(message(
                        "Ab:string(64) = message redact('\\d{16}')", "x".repeat(30) + "4".repeat(16) + "y".repeat(90)))
                .contains("[redacted]")
                .endsWith("[cut to 64 bytes]");
    }

    @Test
    void aNamedTextOfAnObjectIsRedactedBeforeItIsCutToo() throws Exception {
        String shortest = "x".repeat(16_100) + " ";
        for (int before = 0; before < 300; before += 8) {
            String text = shortest + "y".repeat(before) + "4111111111111111" + "z".repeat(1_000);
            var row = rows.row("Props = message as text redact('\\d{16}')", event -> event.message(text));
            assertThat(row.get("Props").get("text").asText())
                    .doesNotContain("4111")
                    .contains("[cut to");
        }
    }

    @Test
    void eachOfTwoObjectsThatAreTextsHasItsOwnRedaction() throws Exception {
        String columns =
                "Ab:string = message as text redact('secret-a'); Cd:string = message as text redact('secret-b')";
        var row = rows.row(columns, event -> event.message("secret-a secret-b"));
        assertThat(row.get("Ab").asText()).isEqualTo("{\"text\":\"[redacted] secret-b\"}");
        assertThat(row.get("Cd").asText()).isEqualTo("{\"text\":\"secret-a [redacted]\"}");
    }

    @Test
    void whatStandsThereInsteadCountsForTheSizeOfAnObject() throws Exception {
        var row = rows.row("Props = kv.* redact('x', '" + "r".repeat(100) + "')", event -> {
            event.keyValues().accept("short", "y");
            event.keyValues().accept("long", "x".repeat(1_000));
        });
        assertThat(row.get("Props").toString()).isEqualTo("{\"short\":\"y\",\"_leftOut\":1}");
    }

    @Test
    void traceAndObjectsAreRedactedInEachOfTheirValues() throws Exception {
        var row = rows.row(
                "Trace = exception.stackTrace redact('\\d{4}'); Props = mdc.*, kv.* redact('\\d{4}')",
                event -> {
                    event.thrown(new IllegalStateException("pin 1234"));
                    event.context().accept("pin", "1234");
                    event.keyValues().accept("number", 1234L);
                    event.keyValues().accept("other", 5L);
                    event.keyValues().accept("list", Values.settled(List.of("a 1234", List.of(12345))));
                });
        assertThat(row.get("Trace").asText()).contains("pin [redacted]").doesNotContain("1234");
        assertThat(row.get("Props").toString())
                .isEqualTo(
                        "{\"number\":\"[redacted]\",\"other\":5,\"list\":[\"a [redacted]\",[\"[redacted]5\"]],\"pin\":\"[redacted]\"}");
    }

    private String message(String columns, String message) throws Exception {
        return rows.row(columns, event -> event.message(message)).get("Ab").asText();
    }
}
