package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

class RoutesChooseTheTableTest {
    private static final String AUDIT = "Custom-Audit_CL";
    private static final String DEBUG = "Custom-Debug_CL";

    private final BasicMarkerFactory markers = new BasicMarkerFactory();
    private final LogsEmulator azure = LogsEmulator.builder()
            .requireToken(false)
            .dcr(rule(STREAM, AUDIT, DEBUG))
            .build()
            .start();

    @AfterEach
    void end() {
        azure.close();
    }

    @Test
    @SuppressWarnings("deprecation") // of markers that refer to others, which there are all the same
    void eachEventGoesToTheTableOfTheFirstRuleThatTakesIt() {
        var application = application(
                "<routes>marker AUDIT -> Custom-Audit_CL; level &lt; INFO -> Custom-Debug_CL\n logger noisy -> drop</routes>");
        try (application) {
            Marker audit = markers.getMarker("AUDIT");
            Marker money = markers.getMarker("MONEY");
            money.add(audit);
            application.logger("orders").info(audit, "by marker");
            application.logger("orders").debug(money, "by a marker that refers to it");
            application
                    .logger("orders")
                    .atTrace()
                    .addMarker(markers.getMarker("X"))
                    .addMarker(audit)
                    .log("by the second");
            application.logger("orders").debug(markers.getMarker("X"), "by level");
            application.logger("noisy.Poller").error("nowhere");
            application.logger("noisyneighbour").info("own");
            application.flush();

            assertThat(messages(AUDIT))
                    .containsExactlyInAnyOrder("by marker", "by a marker that refers to it", "by the second");
            assertThat(messages(DEBUG)).containsExactly("by level");
            assertThat(messages(STREAM)).containsExactly("own");
            assertThat(azure.rows(AUDIT).get(0).text("Thread"))
                    .as("the appender's columns")
                    .isNotNull();
            assertThat(application.stats().dropped()).isEqualTo(Map.of(DropReason.ROUTED_OUT, 1L));
        }
        assertThat(application.warnings()).isEmpty();
    }

    /** CRC-32 of the two ids divided by 2^32: 0.44 and 0.91. */
    @Test
    void aTraceIsSampledAsAWhole() {
        try (var application = application("<route>logger orders -> sample(60% by traceId)</route>")) {
            for (String trace : List.of("trace-1", "trace-2")) {
                MDC.put("traceId", trace);
                for (int i = 0; i < 20; i++) {
                    application.logger("orders").info("{} {}", trace, i);
                }
                application.logger("orders").warn("{} all the same", trace);
                MDC.remove("traceId");
            }
            application.flush();

            assertThat(messages(STREAM))
                    .hasSize(22)
                    .contains("trace-1 0", "trace-1 19", "trace-2 all the same")
                    .doesNotContain("trace-2 0");
        }
    }

    @Test
    void elementsOfOneRuleEachAddUpInTheirOrder() {
        try (var application = application("<route>level INFO and logger a -> Custom-Audit_CL</route>"
                + "<routes>level INFO -> sample(99.999999%) Custom-Debug_CL</routes>"
                + "<route>level >= INFO -> drop</route>")) {
            application.logger("a.b").info("first");
            application.logger("b.a").info("second");
            application.logger("b.a").warn("third");
            application.logger("b.a").debug("none");
            application.flush();

            assertThat(messages(AUDIT)).containsExactly("first");
            assertThat(messages(DEBUG)).containsExactly("second");
            assertThat(messages(STREAM)).containsExactly("none");
        }
    }

    @Test
    void elementsMayStandInOneAroundThem() {
        try (var application = application("<routes>\n  <route>level INFO and logger a -> Custom-Audit_CL</route>\n"
                + "  <route>level INFO -> Custom-Debug_CL</route>\n</routes>")) {
            application.logger("a.b").info("first");
            application.logger("b.a").info("second");
            application.flush();

            assertThat(messages(AUDIT)).containsExactly("first");
            assertThat(messages(DEBUG)).containsExactly("second");
        }
    }

    @Test
    void anEventThatIsLeftOutIsNeverFormatted() {
        try (var application = application("<route>level &lt;= INFO -> drop</route>")) {
            var formatted = new boolean[1];
            var argument = new Object() {
                @Override
                public String toString() {
                    formatted[0] = true;
                    return "formatted";
                }
            };
            application.logger("a").info("{}", argument);
            assertThat(formatted[0]).isFalse();
            application.logger("a").warn("{}", argument);
            assertThat(formatted[0]).isTrue();
        }
    }

    @Test
    void aMarkerThatThrowsCostsItsOwnEventAlone() {
        var application = application("<route>marker AUDIT -> Custom-Audit_CL</route>");
        try (application) {
            application.logger("a").info(new ThrowingMarker(), "lost");
            application.logger("a").info("kept");
            application.flushWhatIsLeft();
            assertThat(messages(STREAM)).containsExactly("kept");
            assertThat(application.stats().dropped()).isEqualTo(Map.of(DropReason.CAPTURE_FAILED, 1L));
        }
        assertThat(application.warnings()).anyMatch(line -> line.startsWith("an event could not be captured"));
    }

    @Test
    void aStreamThatTheRuleDoesNotDeclareKeepsNothingElseBack() {
        try (var application = application(
                "<route>level DEBUG -> Custom-Nowhere_CL</route><shutdownTimeout>200ms</shutdownTimeout>")) {
            application.logger("a").debug("held");
            application.logger("a").info("sent");
            await().atMost(Application.LONG).untilAsserted(() -> {
                assertThat(messages(STREAM)).containsExactly("sent");
                assertThat(application.warnings()).anyMatch(line -> line.contains("has no stream Custom-Nowhere_CL"));
            });
            assertThat(application.stats().held()).isEqualTo(1);
        }
    }

    @Test
    void aFaultyRuleLeavesTheAppenderInertAndPointsAtItself() {
        try (var application = application("<route>level DEBUG -> drop</route><route>levl INFO -> drop</route>")) {
            application.logger("a").info("nowhere");
            assertThat(application.warnings())
                    .singleElement()
                    .asString()
                    .contains("routes = ", "at line 2, character 1: 'levl' is no condition");
            assertThat(application.appender().isStarted()).isFalse();
        }
    }

    @Test
    void theBrakeOfOneTableDropsInfoAndKeepsWarnings() {
        var application =
                application("<route>level WARN -> Custom-Audit_CL</route><maxBytesPerHour>1MB</maxBytesPerHour>");
        try (application) {
            String text = "x".repeat(30_000);
            for (int i = 0; i < 50; i++) {
                application.logger("a").info(text);
            }
            application.logger("a").warn("warned");
            application.logger("a").error("failed");
            application.flushWhatIsLeft();
            assertThat(messages(STREAM)).hasSizeBetween(30, 40).contains("failed");
            assertThat(messages(AUDIT)).containsExactly("warned");
            assertThat(application.stats().dropped()).containsOnlyKeys(DropReason.BUDGET);
        }
        assertThat(application.warnings())
                .filteredOn(line -> line.contains("has had its maxBytesPerHour"))
                .singleElement()
                .asString()
                .startsWith("stream " + STREAM);
    }

    private Application application(String elements) {
        String appender = Application.appender("AZURE", azure);
        return Application.configured(
                Application.configuration(appender.replace("</appender>", elements + "</appender>")));
    }

    private List<String> messages(String stream) {
        return azure.rows(stream).stream()
                .filter(row -> !"io.github.azuremonitor.appender".equals(row.text("Logger")))
                .map((Row row) -> row.text("Message"))
                .toList();
    }

    /** The standard rule with its columns in several streams. */
    private static DcrDefinition rule(String... streams) {
        DcrDefinition standard = DcrDefinition.standard();
        var columns = standard.streams().get(STREAM);
        var all = new LinkedHashMap<String, Map<String, ColumnType>>();
        Arrays.stream(streams).forEach(stream -> all.put(stream, columns));
        return new DcrDefinition(standard.immutableId(), standard.armId(), all);
    }
}
