package io.github.azuremonitor.appender.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.datatype.DatatypeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people hand over becomes what they would expect in a table: a time, a number, a boolean, a text, an object, a list. */
class JdkTypesTest {
    private static final Instant TIME = Instant.parse("2026-11-20T08:03:21.123Z");

    @ParameterizedTest
    @MethodSource("values")
    void everyTypeBecomesWhatATableHasForIt(Object value, Object expected) {
        assertThat(Structures.shown(Values.settled(value))).isEqualTo(expected);
    }

    static Stream<Arguments> nodes() {
        var date = Date.from(TIME);
        var three = tools.jackson.databind.node.JsonNodeFactory.instance;
        JsonNodeFactory two = JsonNodeFactory.instance;
        return Stream.of(
                arguments(two.pojoNode(date), TIME),
                arguments(three.pojoNode(date), TIME),
                arguments(two.objectNode().put("a", 1).putPOJO("at", date), "{a=1, at=" + TIME + "}"),
                arguments(three.objectNode().put("a", 1).putPOJO("at", date), "{a=1, at=" + TIME + "}"),
                arguments(two.arrayNode().add(two.objectNode().putPOJO("at", date)), "[{at=" + TIME + "}]"),
                arguments(three.arrayNode().add("b").addPOJO(TIME), "[b, " + TIME + "]"),
                arguments(two.objectNode().putPOJO("in", Map.of("at", date)), "{in={at=" + TIME + "}}"),
                arguments(two.objectNode().putPOJO("in", Optional.of(7)).put("b", true), "{in=7, b=true}"),
                arguments(two.pojoNode(null), null),
                arguments(two.objectNode().putPOJO("in", new Bean()), "{in={part=1}}"));
    }

    /** Of a class that just Jackson knows how to read. */
    static final class Bean {
        public int part = 1;
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void anObjectThatSomebodyPutIntoATreeIsAsIfItWereLoggedItself(Object node, Object expected) {
        Object settled = Values.settled(node);
        Object shown = Structures.shown(settled);

        assertThat(expected instanceof String ? String.valueOf(shown) : shown).isEqualTo(expected);
    }

    static Stream<Arguments> values() throws Exception {
        var calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
        calendar.setTimeInMillis(TIME.toEpochMilli());
        var timestamp = new java.sql.Timestamp(TIME.toEpochMilli());
        timestamp.setNanos(123_456_789);
        var xml = DatatypeFactory.newInstance();
        var adder = new LongAdder();
        adder.add(3);
        var real = new DoubleAdder();
        real.add(1.5);
        var properties = new Properties();
        properties.setProperty("a", "b");
        var bits = new BitSet();
        bits.set(3);
        return Stream.of(
                arguments(Date.from(TIME), TIME),
                arguments(timestamp, Instant.parse("2026-11-20T08:03:21.123456789Z")),
                arguments(calendar, TIME),
                arguments(FileTime.from(TIME), TIME),
                arguments(java.sql.Date.valueOf("2026-11-20"), LocalDate.of(2026, 11, 20)),
                arguments(java.sql.Time.valueOf("08:03:21"), "08:03:21"),
                arguments(
                        xml.newXMLGregorianCalendar("2026-11-20T08:03:21Z"),
                        OffsetDateTime.parse("2026-11-20T08:03:21Z")),
                arguments(
                        xml.newXMLGregorianCalendar("2026-11-20T08:03:21"), LocalDateTime.parse("2026-11-20T08:03:21")),
                arguments(xml.newXMLGregorianCalendar("2026-11-20"), "2026-11-20"),
                arguments(TIME.atZone(ZoneId.of("Asia/Tokyo")), OffsetDateTime.parse("2026-11-20T17:03:21.123+09:00")),
                arguments(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 20)),
                arguments(Duration.ofMillis(1500), "PT1.5S"),
                arguments(TimeZone.getTimeZone("Asia/Tokyo"), "Asia/Tokyo"),
                arguments(ZoneId.of("Asia/Tokyo"), "Asia/Tokyo"),
                arguments(new AtomicInteger(3), 3L),
                arguments(new AtomicLong(3), 3L),
                arguments(adder, 3L),
                arguments(real, 1.5),
                arguments(new AtomicBoolean(true), true),
                arguments(new AtomicReference<>(new AtomicReference<>(Date.from(TIME))), TIME),
                arguments(new AtomicIntegerArray(new int[] {1, 2}), List.of(1, 2)),
                arguments(new BigInteger("123456789012345678901"), new BigInteger("123456789012345678901")),
                arguments(number("42"), 42L),
                arguments(number("1.50"), new BigDecimal("1.50")),
                arguments(number("1/2"), "1/2"),
                arguments(Optional.of("a"), "a"),
                arguments(Optional.of(List.of(Optional.empty())), Arrays.asList((Object) null)),
                arguments(Optional.empty(), null),
                arguments(OptionalInt.of(1), 1),
                arguments(OptionalLong.of(1), 1L),
                arguments(OptionalDouble.of(1), 1.0),
                arguments(OptionalInt.empty(), null),
                arguments('c', "c"),
                arguments(java.nio.CharBuffer.wrap("text"), "text"),
                arguments("text".toCharArray(), "text"),
                arguments("text".getBytes(StandardCharsets.UTF_8), "dGV4dA=="),
                arguments(ByteBuffer.wrap("text".getBytes(StandardCharsets.UTF_8)), "dGV4dA=="),
                arguments(new long[] {1, 2}, List.of(1L, 2L)),
                arguments(new boolean[] {true}, List.of(true)),
                arguments(new double[][] {{1}, {}}, List.of(List.of(1.0), List.of())),
                arguments(new ArrayDeque<>(List.of(1)), List.of(1)),
                arguments((Iterable<Integer>) () -> List.of(1, 2).iterator(), List.of(1, 2)),
                arguments(properties, Map.of("a", "b")),
                arguments(Map.of(TimeUnit.DAYS, Date.from(TIME)), Map.of("DAYS", TIME)),
                arguments(new AbstractMap.SimpleEntry<>("a", 1), Map.of("a", 1)),
                arguments(
                        new Point(1, List.of(Date.from(TIME)), new Point(2, null, null)),
                        Map.of(
                                "x",
                                1,
                                "list",
                                List.of(TIME),
                                "next",
                                Structures.map("x", 2, "list", null, "next", null))),
                arguments(new Masked("4111"), "****"),
                arguments(TimeUnit.DAYS, "DAYS"),
                arguments(new UUID(1, 2), new UUID(1, 2).toString()),
                arguments(URI.create("https://example.org/a"), "https://example.org/a"),
                arguments(URI.create("https://example.org/a").toURL(), "https://example.org/a"),
                arguments(Locale.GERMANY, "de_DE"),
                arguments(Currency.getInstance("EUR"), "EUR"),
                arguments(String.class, "java.lang.String"),
                arguments(new IllegalStateException("no"), "java.lang.IllegalStateException: no"),
                arguments(InetAddress.getByAddress("a.example", new byte[] {127, 0, 0, 1}), "127.0.0.1"),
                arguments(InetSocketAddress.createUnresolved("a.example", 80), "a.example:80"),
                arguments(Path.of("a", "b"), Path.of("a", "b").toString()),
                arguments(bits, "{3}"));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void treesOfJsonLibrariesAreObjectsAndLists(String json, Object expected) throws Exception {
        Object two = new ObjectMapper().readTree(json);
        assertThat(Structures.shown(Values.settled(two))).isEqualTo(expected);
        assertThat(Structures.shown(Values.settled(Map.of("tree", two)))).isEqualTo(Structures.map("tree", expected));
        Object three = new tools.jackson.databind.ObjectMapper().readTree(json);
        assertThat(Structures.shown(Values.settled(three))).isEqualTo(expected);
    }

    static Stream<Arguments> trees() {
        return Stream.of(
                arguments(
                        "{\"a\":1,\"b\":[true,null,1.5],\"c\":{\"d\":\"e\"}}",
                        Map.of("a", 1L, "b", Arrays.asList(true, null, new BigDecimal("1.5")), "c", Map.of("d", "e"))),
                arguments("[]", List.of()),
                arguments("\"text\"", "text"),
                arguments("42", 42L),
                arguments("null", null),
                arguments("123456789012345678901", new BigDecimal("123456789012345678901")));
    }

    @Test
    void aHugeTreeIsCutAndADeepOneEnds() throws Exception {
        var mapper = new ObjectMapper();
        Object huge = mapper.valueToTree(IntStream.range(0, 100_000).boxed().toList());
        var copy = (Structure) Values.settled(huge);
        assertThat(copy.size()).isBetween(100, 4000);
        assertThat(copy.value(copy.size() - 1)).asString().endsWith(" left out]");

        Object deep = mapper.readTree("[".repeat(900) + "]".repeat(900));
        assertThat(Structures.shown(Values.settled(deep)).toString()).isEqualTo("[[[[[[[[[too deep]]]]]]]]]");
    }

    @Test
    void whatIsReadOnlyOnceOrStartsSomethingIsNotRead() {
        var closeable = new OnlyOnce();
        assertThat(Values.settled(closeable)).isEqualTo("once");
        assertThat(Values.settled(java.util.ServiceLoader.load(Runnable.class)).toString())
                .startsWith("java.util.ServiceLoader");
        assertThat(closeable.asked).isZero();
    }

    @Test
    void whatHoldsItselfInAWrapperEnds() {
        var reference = new AtomicReference<Object>();
        reference.set(reference);
        assertThat(Values.settled(reference)).isEqualTo("[holds itself]");
        var list = new AtomicReference<Object>();
        list.set(List.of(list));
        assertThat(Structures.shown(Values.settled(list)).toString()).isEqualTo("[[holds itself]]");
    }

    @Test
    void aRecordWhoseComponentThrowsKeepsTheOthers() {
        assertThat(Structures.shown(Values.settled(new Broken(1, 2))))
                .isEqualTo(Map.of("a", 1, "b", "[threw java.lang.IllegalStateException]"));
    }

    @Test
    void aBufferIsReadWithoutMovingIt() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3});
        Values.settled(buffer);
        assertThat(buffer.remaining()).isEqualTo(3);
        assertThat((String) Values.settled(new byte[10_000_000]))
                .hasSizeLessThan(50_000)
                .endsWith("…[cut: 10000000 bytes]");
    }

    @Test
    void aCalendarThatThrowsIsNamed() {
        Calendar broken = new GregorianCalendar() {
            private static final long serialVersionUID = 1;

            @Override
            protected void computeTime() {
                throw new IllegalStateException("no");
            }

            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        };
        broken.set(2026, 1, 1);
        assertThat(Values.settled(broken)).asString().contains("toString() threw java.lang.IllegalStateException");
    }

    private static Number number(String text) {
        return new Number() {
            private static final long serialVersionUID = 1;

            @Override
            public String toString() {
                return text;
            }

            @Override
            public int intValue() {
                return 0;
            }

            @Override
            public long longValue() {
                return 0;
            }

            @Override
            public float floatValue() {
                return 0;
            }

            @Override
            public double doubleValue() {
                return 0;
            }
        };
    }

    private record Point(int x, List<Date> list, Point next) {}

    private record Masked(String number) {
        @Override
        public String toString() {
            return "****";
        }
    }

    private record Broken(int a, int b) {
        @Override
        @SuppressWarnings("unused") // read by reflection
        public int b() {
            throw new IllegalStateException("no");
        }
    }

    private static final class OnlyOnce implements Iterable<String>, AutoCloseable {
        private int asked;

        @Override
        public Iterator<String> iterator() {
            asked++;
            return List.of("a").iterator();
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "once";
        }
    }
}
