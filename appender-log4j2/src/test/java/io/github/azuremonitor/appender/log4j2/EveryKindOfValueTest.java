package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ObjectMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the table of docs/columns.md says of values holds for whatever carries them in Log4j2. */
class EveryKindOfValueTest {
    private static final Map<Object, String> KINDS = kinds();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void becomesWhatATableHasForIt(Carrier carrier) throws Exception {
        var values = new LinkedHashMap<String, Object>();
        KINDS.keySet().forEach(value -> values.put("k" + values.size(), value));
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.logger("com.example").info(carrier.message(values));

            JsonNode properties = onlyRow(run).get("Properties");
            int i = 0;
            for (Map.Entry<Object, String> kind : KINDS.entrySet()) {
                JsonNode found = properties.get("k" + i++);
                assertThat(found == null ? "nothing" : found.toString())
                        .as("%s", kind.getKey().getClass())
                        .isEqualTo(kind.getValue());
            }
            assertThat(run.appender().stats().totalDropped()).isZero();
        }
    }

    @Test
    void aNullAndAValueThatHoldsItselfCostTheOthersNothing() throws Exception {
        var itself = new ArrayList<>();
        itself.add(itself);
        var values = new LinkedHashMap<String, Object>();
        values.put("none", null);
        values.put("itself", itself);
        values.put("whole", 1);
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.logger("com.example").info(Carrier.LOGGED_MAP.message(values));

            JsonNode properties = onlyRow(run).get("Properties");
            assertThat(properties.get("whole").intValue()).isOne();
            assertThat(properties.get("itself").toString()).isEqualTo("[\"[holds itself]\"]");
            assertThat(properties.has("none")).isFalse();
        }
    }

    private static Row onlyRow(Log4jRun run) {
        List<Row> rows = run.rows();
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    @SuppressWarnings("UnnecessaryStringBuilder") // it is one of the kinds
    private static Map<Object, String> kinds() {
        var kinds = new LinkedHashMap<Object, String>();
        kinds.put(42, "42");
        kinds.put(Long.MAX_VALUE, "9223372036854775807");
        kinds.put(new BigDecimal("42.5"), "42.5");
        kinds.put(BigInteger.TEN, "10");
        kinds.put(BigInteger.TWO.pow(70), "\"1180591620717411303424\"");
        kinds.put(Double.NaN, "\"NaN\"");
        kinds.put(Float.NEGATIVE_INFINITY, "\"-Infinity\"");
        kinds.put(new AtomicInteger(7), "7");
        kinds.put(new AtomicLong(8), "8");
        kinds.put(new AtomicBoolean(true), "true");
        kinds.put(new AtomicReference<>("in it"), "\"in it\"");
        kinds.put(Optional.of(3), "3");
        kinds.put(OptionalInt.of(4), "4");
        kinds.put(true, "true");
        kinds.put('c', "\"c\"");
        kinds.put(java.nio.CharBuffer.wrap("text"), "\"text\"");
        kinds.put(DayOfWeek.MONDAY, "\"MONDAY\"");
        kinds.put(Instant.parse("2026-11-20T08:03:21.123Z"), "\"2026-11-20T08:03:21.123Z\"");
        kinds.put(LocalDate.of(2026, 11, 20), "\"2026-11-20\"");
        kinds.put(Duration.ofSeconds(90), "\"PT1M30S\"");
        kinds.put(UUID.fromString("00000000-0000-0000-0000-000000000001"), "\"00000000-0000-0000-0000-000000000001\"");
        kinds.put(URI.create("https://example.org/a"), "\"https://example.org/a\"");
        kinds.put(List.of(1, "two"), "[1,\"two\"]");
        kinds.put(new int[] {1, 2}, "[1,2]");
        kinds.put(new String[] {"a"}, "[\"a\"]");
        kinds.put(Map.of("a", Map.of("b", List.of(1))), "{\"a\":{\"b\":[1]}}");
        kinds.put(new Point(1, 2), "{\"x\":1,\"y\":2}");
        kinds.put(new byte[] {1, 2, 3}, "\"AQID\"");
        kinds.put(String.class, "\"java.lang.String\"");
        return kinds;
    }

    /** Ways in which Log4j2 takes values beside a text. */
    enum Carrier {
        MAP_MESSAGE {
            @Override
            Message message(Map<String, Object> values) {
                return new AnyMap(values);
            }
        },
        LOGGED_MAP {
            @Override
            Message message(Map<String, Object> values) {
                return new ObjectMessage(values);
            }
        };

        abstract Message message(Map<String, Object> values);
    }

    private static final class AnyMap extends MapMessage<AnyMap, Object> {
        private static final long serialVersionUID = 1;

        AnyMap(Map<String, Object> values) {
            super(values);
        }

        @Override
        public AnyMap newInstance(Map<String, Object> values) {
            return new AnyMap(values);
        }
    }

    /** A record. */
    record Point(int x, int y) {}
}
