package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static net.logstash.logback.argument.StructuredArguments.array;
import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.fields;
import static net.logstash.logback.argument.StructuredArguments.keyValue;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.raw;
import static net.logstash.logback.argument.StructuredArguments.value;
import static net.logstash.logback.marker.Markers.aggregate;
import static net.logstash.logback.marker.Markers.append;
import static net.logstash.logback.marker.Markers.appendArray;
import static net.logstash.logback.marker.Markers.appendEntries;
import static net.logstash.logback.marker.Markers.appendFields;
import static net.logstash.logback.marker.Markers.appendRaw;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/** Values that stand in arguments and markers by the convention of logstash-logback-encoder are pairs like SLF4J's own. */
@SuppressWarnings("deprecation") // SLF4J would rather have markers without references
class StructuredArgumentsTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    private Application application;
    private Logger log;

    @BeforeEach
    void start(LogsEmulator azure) {
        application = Application.shippingTo(azure, "columns=standard; EventId = markers; Thread = kv.orderId");
        log = application.logger("com.example.Orders");
    }

    @AfterEach
    void stop(LogsEmulator azure) {
        application.close();
        assertThat(azure.complaints()).isEmpty();
    }

    @Test
    void anArgumentIsAPairWithItsTypeBesideItsTextInTheMessage(LogsEmulator azure) throws Exception {
        log.info("placed {} for {}", keyValue("size", 42), value("amount", 12.5));

        Row row = onlyRow(azure);
        assertThat(row.text("Message")).isEqualTo("placed size=42 for 12.5");
        assertThat(row.get("Properties")).isEqualTo(json("{'size':42,'amount':12.5}"));
    }

    @Test
    void anArgumentWithoutAPlaceInTheMessageIsAPairToo(LogsEmulator azure) {
        log.info("placed", kv("orderId", "o-1"));

        assertThat(onlyRow(azure).text("Thread")).isEqualTo("o-1");
    }

    @Test
    void everyKindOfArgumentIsRead(LogsEmulator azure) throws Exception {
        log.info(
                "placed",
                array("list", 1, "two"),
                entries(Map.of("x", 1, "y", Map.of("z", "w"))),
                fields(new Order("o-1", 3)),
                raw("json", "{\"a\":[1,null]}"),
                StructuredArguments.defer(() -> kv("later", Date.from(Instant.parse("2026-11-20T08:03:21Z")))),
                new KeyValuePair("pair", true));

        assertThat(onlyRow(azure).get("Properties"))
                .isEqualTo(json("{'list':[1,'two'],'x':1,'y':{'z':'w'},'id':'o-1','size':3,'json':{'a':[1,null]},"
                        + "'later':'2026-11-20T08:03:21Z','pair':true}"));
    }

    @Test
    void everyKindOfMarkerIsReadAndNoneHasAName(LogsEmulator azure) throws Exception {
        Marker marker = append("tenant", "acme")
                .and(append("size", 7))
                .and(appendEntries(Map.of("x", 1)))
                .and(appendFields(new Order("o-1", 3)))
                .and(appendArray("list", 1, "two"))
                .and(appendRaw("json", "[true]"))
                .and(Markers.defer(() -> append("later", 1).and(append("latest", 2))));
        log.info(marker, "placed");

        Row row = onlyRow(azure);
        assertThat(row.get("Properties"))
                .isEqualTo(json("{'tenant':'acme','size':3,'x':1,'id':'o-1','list':[1,'two'],'json':[true],"
                        + "'later':1,'latest':2}"));
        assertThat(row.text("EventId")).isNull();
    }

    @Test
    void whatAMarkerWithoutANameRefersToStandsInItsPlace(LogsEmulator azure) throws Exception {
        Marker audit = MarkerFactory.getDetachedMarker("AUDIT");
        Marker night = MarkerFactory.getDetachedMarker("NIGHT");
        night.add(append("shift", 3));
        log.info(aggregate(List.of(audit, append("tenant", "acme"))), "one");
        log.atInfo().addMarker(night).addMarker(append("tenant", "acme")).log("two");

        application.flush();
        List<Row> rows = azure.rows(STREAM);
        assertThat(rows).hasSize(2).allSatisfy(row -> {
            boolean isFirst = row.text("Message").equals("one");
            assertThat(row.text("EventId")).isEqualTo(isFirst ? "AUDIT" : "NIGHT");
            assertThat(row.get("Properties"))
                    .isEqualTo(json(isFirst ? "{'tenant':'acme'}" : "{'shift':3,'tenant':'acme'}"));
        });
    }

    @Test
    void theValueIsThatOfTheLogCallAndTheEventsOwnPairWins(LogsEmulator azure) throws Exception {
        var live = new HashMap<String, Object>(Map.of("n", 1));
        log.atInfo()
                .setMessage("placed {} {}")
                .addArgument(kv("live", live))
                .addArgument(entries(live))
                .addKeyValue("orderId", "own")
                .addMarker(append("orderId", "marker"))
                .log();
        live.put("n", 2);

        Row row = onlyRow(azure);
        assertThat(row.get("Properties")).isEqualTo(json("{'live':{'n':1},'n':1}"));
        assertThat(row.text("Thread")).isEqualTo("own");
    }

    @Test
    void secretsStayOutOfWildcards(LogsEmulator azure) {
        log.info(
                append("apiToken", "hunter2"),
                "placed",
                kv("password", "hunter2"),
                entries(Map.of("secret", "hunter2")));

        assertThat(onlyRow(azure).get("Properties").toString()).isEqualTo("null");
    }

    @Test
    void whatThrowsOrHoldsItselfCostsTheEventNothingElse(LogsEmulator azure) throws Exception {
        log.info(
                "placed",
                kv("n", 1),
                raw("broken", "{\"a\":"),
                StructuredArguments.defer(() -> {
                    throw new IllegalStateException("no");
                }),
                fields(new Object() {
                    @SuppressWarnings({"unused", "EffectivelyPrivate"}) // called by Jackson
                    public String getName() {
                        throw new IllegalStateException("no");
                    }
                }),
                kv("m", 2));
        Marker circle = append("circle", 1);
        Marker other = MarkerFactory.getDetachedMarker("OTHER");
        other.add(circle);
        circle.add(other);
        log.info(circle, "circle");

        application.flush();
        assertThat(azure.rows(STREAM)).hasSize(2).allSatisfy(row -> {
            if (row.text("Message").equals("circle")) {
                assertThat(row.get("Properties")).isEqualTo(json("{'circle':1}"));
            } else {
                assertThat(row.get("Properties").path("n").asInt()).isEqualTo(1);
                assertThat(row.get("Properties").path("m").asInt()).isEqualTo(2);
            }
        });
        assertThat(application.stats().totalDropped()).isZero();
        assertThat(application.stats().unfitValues()).isPositive();
    }

    @Test
    void aValueThatLogsItselfForEverIsBounded(LogsEmulator azure) {
        log.info("endless", kv("self", new Object() {
            @Override
            public String toString() {
                log.info("endless", kv("self", this));
                return "end";
            }
        }));
        log.info("alive");

        application.flushWhatIsLeft();
        assertThat(Application.messages(azure)).contains("alive").hasSizeLessThan(40);
    }

    private Row onlyRow(LogsEmulator azure) {
        application.flush();
        assertThat(azure.rows(STREAM)).as("%s", application.stats()).hasSize(1);
        return azure.rows(STREAM).get(0);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    /** A bean, as {@code fields} takes them. */
    public static final class Order {
        private final String id;
        private final int size;

        Order(String id, int size) {
            this.id = id;
            this.size = size;
        }

        public String getId() {
            return id;
        }

        public int getSize() {
            return size;
        }
    }
}
