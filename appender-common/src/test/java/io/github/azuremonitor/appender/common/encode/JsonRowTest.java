package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.azuremonitor.appender.common.event.Values;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our rows beside those of a library. */
class JsonRowTest {
    private static final FieldName NAME = new FieldName("n");

    private final Random random = new Random(20_001);
    private final JsonRow row = new JsonRow();

    @Test
    void wholeNumbersAreWrittenAsJacksonDoes() throws IOException {
        List<Long> numbers = new ArrayList<>(List.of(0L, Long.MAX_VALUE, Long.MIN_VALUE));
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            numbers.addAll(List.of(power, -power, power - 1, 1 - power, power + 1));
        }
        for (int i = 0; i < 2_000; i++) {
            numbers.add(random.nextLong() >> random.nextInt(Long.SIZE));
        }
        for (long number : numbers) {
            row.start(Values.FIELD_BYTES, Remarks.IGNORED);
            row.number(NAME, number);
            assertThat(text()).isEqualTo(jackson(json -> json.writeNumber(number)));
        }
    }

    @Test
    void otherNumbersAreWrittenAsJacksonDoes() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            double number = i < 500 ? random.nextInt(100_000) / 100.0 : Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertThat(value(number)).isEqualTo(jackson(json -> json.writeNumber(number)));
            }
            var decimal = new BigDecimal(random.nextInt(1_000_000)).movePointLeft(random.nextInt(10));
            assertThat(value(decimal)).isEqualTo(jackson(json -> json.writeNumber(decimal.toPlainString())));
        }
    }

    @Test
    void commasStandBetweenMembersWhereverAnObjectEnds() {
        row.start(Values.FIELD_BYTES, Remarks.IGNORED);
        row.startObject(NAME);
        row.endObject();
        row.startObject(NAME);
        row.number(NAME, 1);
        row.startObject(NAME);
        row.text(NAME, "a");
        row.endObject();
        row.prepared(JsonRow.members(member -> {
            member.number(NAME, 2);
            member.text(NAME, "b");
        }));
        row.endObject();
        row.number(NAME, 3);
        assertThat(text()).isEqualTo("{\"n\":{},\"n\":{\"n\":1,\"n\":{\"n\":\"a\"},\"n\":2,\"n\":\"b\"},\"n\":3}");
    }

    @Test
    void anEmptyRowIsAnObjectAndWhatBecameOfTheLastOneIsForgotten() {
        row.start(Values.FIELD_BYTES, Remarks.IGNORED);
        assertThat(text()).isEqualTo("{}");
        row.start(Values.FIELD_BYTES, Remarks.IGNORED);
        row.startObject(NAME);
        row.number(NAME, 1);
        row.start(Values.FIELD_BYTES, Remarks.IGNORED);
        row.number(NAME, 2);
        assertThat(text()).isEqualTo("{\"n\":2}");
    }

    @Test
    void structuresWithinEachOtherAreArraysAndObjects() {
        Object settled = Values.settled(
                Arrays.asList(1, null, true, List.of(), Map.of(), List.of(Map.of("a\"", List.of("x\n")))));
        assertThat(value(settled == null ? "" : settled))
                .isEqualTo("{\"n\":[1,null,true,[],{},[{\"a\\\"\":[\"x\\n\"]}]]}");
    }

    @Test
    void aRowThatGrowsBeyondItsBufferIsWhole() {
        row.start(Values.FIELD_BYTES, Remarks.IGNORED);
        String text = "0123456789".repeat(6_000);
        for (int i = 0; i < 30; i++) {
            row.text(NAME, text);
            row.number(NAME, i);
        }
        String all = text();
        assertThat(all).hasSize(30 * (text.length() + 12) + 50 + 1);
        assertThat(all).startsWith("{\"n\":\"0123456789").endsWith("456789\",\"n\":29}");
    }

    private String value(Object value) {
        row.start(Values.FIELD_BYTES, Remarks.IGNORED);
        row.value(NAME, value);
        return text();
    }

    private String text() {
        RowBuffer out = row.end();
        return new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8);
    }

    private static String jackson(Value value) throws IOException {
        var out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeFieldName("n");
            value.write(json);
            json.writeEndObject();
        }
        return out.toString();
    }

    private interface Value {
        void write(JsonGenerator json) throws IOException;
    }
}
