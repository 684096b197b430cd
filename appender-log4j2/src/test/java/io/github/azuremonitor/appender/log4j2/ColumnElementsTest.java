package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnElementsTest {
    @TempDir
    Path directory;

    @AfterEach
    void forgetTheThreadContext() {
        ThreadContext.clearAll();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void everyFormatKnowsColumnsAsElements(String file, String template) throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, file)) {
            run.start(template.replace("ENDPOINT", run.azure.httpEndpoint().toString())
                    .replace("DCR", run.azure.dcrImmutableId()));
            ThreadContext.put("seq", "42");
            run.logger("com.example.Orders").info("order {} placed", 42);

            assertThat(run.statuses.all(Level.ERROR)).isEmpty();
            assertThat(run.statuses.all(Level.WARN)).isEmpty();
            assertThat(run.rows()).singleElement().satisfies(row -> {
                assertThat(row.get("Seq").longValue()).isEqualTo(42);
                assertThat(row.text("Message")).isEqualTo("order 42 placed");
                assertThat(row.text("Thread")).isEqualTo("shop");
            });
        }
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("log4j2.xml", """
                        <Configuration status="OFF">
                          <Properties><Property name="app">shop</Property></Properties>
                          <Appenders>
                            <AzureMonitor name="AZURE" endpoint="ENDPOINT" dcrImmutableId="DCR"
                                          streamName="Custom-JavaLogs_CL" credential="none" durability="memory">
                              <Columns>
                                <Column>standard; Seq:long = mdc.seq</Column>
                                <Column>Thread = "${app}"</Column>
                              </Columns>
                            </AzureMonitor>
                          </Appenders>
                          <Loggers><Root level="ALL"><AppenderRef ref="AZURE"/></Root></Loggers>
                        </Configuration>
                        """),
                Arguments.of("log4j2-strict.xml", """
                        <Configuration status="OFF" strict="true">
                          <Appenders>
                            <Appender type="AzureMonitor" name="AZURE" endpoint="ENDPOINT" dcrImmutableId="DCR"
                                      streamName="Custom-JavaLogs_CL" credential="none" durability="memory"
                                      columns="standard">
                              <Columns>
                                <Column name="Seq:long" source="mdc.seq"/>
                                <Column name="Thread" source="'shop'"/>
                              </Columns>
                            </Appender>
                          </Appenders>
                          <Loggers><Root level="ALL"><AppenderRef ref="AZURE"/></Root></Loggers>
                        </Configuration>
                        """),
                Arguments.of("text.xml", """
                        <Configuration status="OFF">
                          <Appenders>
                            <AzureMonitor name="AZURE" endpoint="ENDPOINT" dcrImmutableId="DCR"
                                          streamName="Custom-JavaLogs_CL" credential="none" durability="memory">
                              <Columns>
                                standard
                                Seq:long = mdc.seq
                                Thread   = "shop"
                              </Columns>
                            </AzureMonitor>
                          </Appenders>
                          <Loggers><Root level="ALL"><AppenderRef ref="AZURE"/></Root></Loggers>
                        </Configuration>
                        """),
                Arguments.of("page.xml", """
                        <Configuration status="OFF">
                          <Appenders>
                            <AzureMonitor name="AZURE" endpoint="ENDPOINT" dcrImmutableId="DCR"
                                          streamName="Custom-JavaLogs_CL" credential="none" durability="memory">
                            PAGE
                            </AzureMonitor>
                          </Appenders>
                          <Loggers><Root level="ALL"><AppenderRef ref="AZURE"/></Root></Loggers>
                        </Configuration>
                        """.replace("PAGE", block("```xml\n<Columns>", 0))),
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
                            PAGE
                          }},
                          "loggers": {"root": {"level": "ALL", "AppenderRef": {"ref": "AZURE"}}}
                        }}
                        """.replace("PAGE", block("```json\n\"Columns\"", 0))),
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
                        PAGE
                          Loggers:
                            Root:
                              level: ALL
                              AppenderRef:
                                ref: AZURE
                        """.replace("PAGE\n", block("```yaml\nColumns:", 6))),
                Arguments.of(
                        "log4j2.properties", """
                        status = OFF
                        appender.azure.type = AzureMonitor
                        appender.azure.name = AZURE
                        appender.azure.endpoint = ENDPOINT
                        appender.azure.dcrImmutableId = DCR
                        appender.azure.streamName = Custom-JavaLogs_CL
                        appender.azure.credential = none
                        appender.azure.durability = memory
                        PAGE
                        rootLogger.level = ALL
                        rootLogger.appenderRef.azure.ref = AZURE
                        """.replace("PAGE", block("```properties\nappender.azure.columns", 0))));
    }

    /** An example of docs/columns.md, with columns that the emulator's stream has. */
    private static String block(String beginning, int indent) {
        try {
            String page = Files.readString(Path.of("../docs/columns.md"));
            int start = page.indexOf(beginning);
            assertThat(start).as(beginning).isPositive();
            return page.substring(page.indexOf('\n', start) + 1, page.indexOf("```", start + 3))
                    .replace("OrderId", "Seq")
                    .replace("mdc.orderId", "mdc.seq")
                    .replace("Tenant", "Thread")
                    .replace("none", "shop")
                    .indent(indent);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void aFaultInAnElementIsToldWithItsPlace() throws Exception {
        try (Log4jRun run = withElements("<Column source='standard'/><Column name='Ab' source='thred'/>")) {
            assertThat(run.statuses.ours(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("at line 2, character 6: 'thred' is not a source; nearest is thread");
        }
    }

    @Test
    void anElementWithoutASourceIsAFaultToo() throws Exception {
        try (Log4jRun run = withElements("<Column name='Ab' type='long'/>")) {
            assertThat(run.statuses.ours(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("here a source is missing");
        }
    }

    @Test
    void whatIsNoColumnAndNoAttributeOfOneStopsTheShipping() throws Exception {
        try (Log4jRun run =
                withElements("<Column name='Message' sorce='x' source='message'/><ThresholdFilter level='WARN'/>")) {
            run.logger("a").info("hello");
            assertThat(run.statuses.ours(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains(
                            "element <Column> = \"Message\": there is no attribute sorce; it knows name, type, source",
                            "element <ThresholdFilter>: there is no such element here");
            assertThat(run.appender().stats()).isNull();
        }
    }

    private Log4jRun withElements(String elements) throws Exception {
        Log4jRun run = Log4jRun.in(directory, "log4j2.xml");
        run.start(run.xml(
                run.appender("").replace("/>", "><Columns>" + elements + "</Columns></AzureMonitor>"),
                "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>"));
        return run;
    }
}
