package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.DropReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoutesTest {
    private static final String AUDIT = "Custom-Audit_CL";
    private static final String DEBUG = "Custom-Debug_CL";

    @TempDir
    Path directory;

    @Test
    void eachEventGoesToTheTableOfTheFirstRuleThatTakesIt() throws Exception {
        try (Log4jRun run = Log4jRun.routed(directory.resolve("log4j2.xml"), AUDIT, DEBUG)) {
            run.start(run.xml(
                    run.appender("routes='marker AUDIT -> Custom-Audit_CL; level &lt; INFO -> Custom-Debug_CL;"
                            + " logger noisy -> drop'"),
                    "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>"));
            Marker audit = MarkerManager.getMarker("AUDIT");
            Marker money = MarkerManager.getMarker("MONEY").setParents(audit);
            run.logger("orders").info(audit, "by marker");
            run.logger("orders").debug(money, "by a child of it");
            run.logger("orders").debug("by level");
            run.logger("noisy.Poller").error("nowhere");
            run.logger("noisyneighbour").info("own");
            run.logger("orders").log(Level.getLevel("NOTICE"), "nearest is INFO or above");

            assertThat(run.messages()).containsExactlyInAnyOrder("own", "nearest is INFO or above");
            assertThat(run.messages(AUDIT)).containsExactlyInAnyOrder("by marker", "by a child of it");
            assertThat(run.messages(DEBUG)).containsExactly("by level");
            assertThat(run.appender().stats().dropped()).isEqualTo(Map.of(DropReason.ROUTED_OUT, 1L));
            assertThat(run.statuses.all(Level.WARN)).isEmpty();
            assertThat(run.statuses.all(Level.ERROR)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void everyFormatHasElementsOfOneRuleEach(String file, String template) throws Exception {
        try (Log4jRun run = Log4jRun.routed(directory.resolve(file), AUDIT, DEBUG)) {
            run.start(template.replace("ENDPOINT", run.azure.httpEndpoint().toString())
                    .replace("DCR", run.azure.dcrImmutableId()));
            run.logger("a.b").info("first");
            run.logger("b.a").info("second");
            run.logger("b.a").warn("third");
            run.logger("b.a").debug("none");

            assertThat(run.messages()).containsExactly("none");
            assertThat(run.messages(AUDIT)).containsExactly("first");
            assertThat(run.messages(DEBUG)).containsExactly("second");
            assertThat(run.appender().stats().dropped()).isEqualTo(Map.of(DropReason.ROUTED_OUT, 1L));
            assertThat(run.statuses.all(Level.ERROR)).isEmpty();
            assertThat(run.statuses.all(Level.WARN)).isEmpty();
        }
    }

    /** CRC-32 of the two ids divided by 2^32: 0.44 and 0.91. */
    @Test
    void aTraceIsSampledAsAWhole() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "routes='logger orders -> sample(60% by traceId)'")) {
            for (String trace : List.of("trace-1", "trace-2")) {
                ThreadContext.put("traceId", trace);
                for (int i = 0; i < 20; i++) {
                    run.logger("orders").info("{} {}", trace, i);
                }
                run.logger("orders").warn("{} all the same", trace);
                ThreadContext.remove("traceId");
            }

            assertThat(run.messages())
                    .hasSize(22)
                    .contains("trace-1 0", "trace-1 19", "trace-2 all the same")
                    .doesNotContain("trace-2 0");
        }
    }

    @Test
    void aFaultyRuleLeavesTheAppenderInertAndPointsAtItself() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "routes='level DEBUG -> drop; levl INFO -> drop'")) {
            run.logger("a").info("nowhere");
            assertThat(run.appender().flush(Duration.ofSeconds(1))).isFalse();
            assertThat(run.statuses.all(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("at character 22: 'levl' is no condition");
        }
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("log4j2.xml", """
                        <Configuration status="OFF">
                          <Appenders>
                            <AzureMonitor name="AZURE" endpoint="ENDPOINT" dcrImmutableId="DCR"
                                          streamName="Custom-JavaLogs_CL" credential="none" durability="memory"
                                          routes="level INFO and logger a -> Custom-Audit_CL">
                              <AzureMonitorRoute>level INFO -> Custom-Debug_CL</AzureMonitorRoute>
                              <AzureMonitorRoute value="level >= INFO -> drop"/>
                            </AzureMonitor>
                          </Appenders>
                          <Loggers><Root level="ALL"><AppenderRef ref="AZURE"/></Root></Loggers>
                        </Configuration>
                        """),
                Arguments.of("log4j2.json", """
                        {"configuration": {
                          "status": "OFF",
                          "appenders": {"AzureMonitor": {
                            "name": "AZURE",
                            "endpoint": "ENDPOINT",
                            "dcrImmutableId": "DCR",
                            "streamName": "Custom-JavaLogs_CL",
                            "credential": "none",
                            "durability": "memory",
                            "AzureMonitorRoute": [
                              {"value": "level INFO and logger a -> Custom-Audit_CL"},
                              {"value": "level INFO -> Custom-Debug_CL"},
                              {"value": "level >= INFO -> drop"}
                            ]
                          }},
                          "loggers": {"root": {"level": "ALL", "AppenderRef": {"ref": "AZURE"}}}
                        }}
                        """),
                Arguments.of("log4j2.yaml", """
                        Configuration:
                          status: "OFF"
                          Appenders:
                            AzureMonitor:
                              name: AZURE
                              endpoint: ENDPOINT
                              dcrImmutableId: DCR
                              streamName: Custom-JavaLogs_CL
                              credential: none
                              durability: memory
                              AzureMonitorRoute:
                                - value: level INFO and logger a -> Custom-Audit_CL
                                - value: level INFO -> Custom-Debug_CL
                                - value: level >= INFO -> drop
                          Loggers:
                            Root:
                              level: ALL
                              AppenderRef:
                                ref: AZURE
                        """),
                Arguments.of("log4j2.properties", """
                        status = OFF
                        appender.azure.type = AzureMonitor
                        appender.azure.name = AZURE
                        appender.azure.endpoint = ENDPOINT
                        appender.azure.dcrImmutableId = DCR
                        appender.azure.streamName = Custom-JavaLogs_CL
                        appender.azure.credential = none
                        appender.azure.durability = memory
                        appender.azure.routes = level INFO and logger a -> Custom-Audit_CL; \\
                                                level INFO -> Custom-Debug_CL; level >= INFO -> drop
                        rootLogger.level = ALL
                        rootLogger.appenderRef.azure.ref = AZURE
                        """));
    }
}
