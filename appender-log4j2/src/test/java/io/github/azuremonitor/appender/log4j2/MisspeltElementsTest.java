package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Without what a misspelt element was meant to say, rows would hold what nobody wanted to send. */
class MisspeltElementsTest {
    private static final String ROOT = "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Colums><Column source='standard'/></Colums> | element <Colums> | did you mean columns?",
                "<Colums source='standard'/> | Colums = | did you mean columns?",
                "<Colums>standard</Colums> | Colums = | did you mean columns?",
                "<Columns><Column source='standard'/><Colum name='Message' source='logger'/></Columns> | element <Colum> | did you mean Column?",
                "<Columns><Column source='standard'/><Colum>Message = logger</Colum></Columns> | element <Colum> | did you mean Column?",
                "<Columns><Column source='standard'/><Colums><Column source='standard'/></Colums></Columns> | element <Colums> | did you mean",
                "<Columns colour='x'/> | element <colour> | there is no such element",
                "<Columns><Column source='standard'><Filters/></Column></Columns> | element <Filters> | there is no such element",
                "<AzureMonitorRout>level < INFO -> drop</AzureMonitorRout> | AzureMonitorRout = | there is no such setting",
                "<Route>level < INFO -> drop</Route> | element <Route> | did you mean routes?",
                "<AzureMonitorRoute rule='level < INFO -> drop'/> | element <AzureMonitorRoute> | there is no rule here",
                "<AzureMonitorRoute value='level < INFO -> drop' more='x'/> | element <AzureMonitorRoute> | there is no more here",
                "<ThresholdFiler level='WARN'/> | ThresholdFiler = | there is no such setting",
                "<Filtrs><ThresholdFilter level='WARN'/></Filtrs> | element <Filtrs> | did you mean Filters?",
                "<RegexFilter regex='(' onMatch='DENY'/> | element <RegexFilter> | Log4j2 cannot make it",
                "level INFO -> drop | element <AzureMonitor> | a text within it has no effect"
            })
    void nothingIsSentAndTheElementIsNamed(String within, String element, String said) throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    run.appender("").replace("/>", ">" + within.replace(" < ", " &lt; ") + "</AzureMonitor>"), ROOT));
            run.logger("a").info("secret");

            assertThat(run.statuses.ours(Level.ERROR))
                    .as(run.statuses.toString())
                    .singleElement()
                    .asString()
                    .startsWith("Log events are not sent to Azure Monitor, a setting is wrong:")
                    .contains(element, said);
            assertThat(run.appender().stats()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource
    void inEveryFormat(String file, String template) throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, file)) {
            run.start(template.replace("ENDPOINT", run.azure.httpEndpoint().toString())
                    .replace("DCR", run.azure.dcrImmutableId()));
            run.logger("a").info("secret");

            assertThat(run.statuses.ours(Level.ERROR))
                    .as(run.statuses.toString())
                    .singleElement()
                    .asString()
                    .contains("element <Colums>", "did you mean columns?");
            assertThat(run.appender().stats()).isNull();
        }
    }

    static Stream<Arguments> inEveryFormat() {
        return Stream.of(
                Arguments.of("strict.xml", """
                        <Configuration status="OFF" strict="true">
                          <Appenders>
                            <Appender type="AzureMonitor" name="AZURE" endpoint="ENDPOINT" dcrImmutableId="DCR"
                                      streamName="Custom-JavaLogs_CL" credential="none" durability="memory">
                              <Colums><Column name="Seq:long" source="mdc.seq"/></Colums>
                            </Appender>
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
                            "Colums": {"Column": [{"name": "Seq:long", "source": "mdc.seq"}]}
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
                              Colums:
                                Column:
                                  - name: Seq:long
                                    source: mdc.seq
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
                        appender.azure.columns.type = Colums
                        appender.azure.columns.seq.type = Column
                        appender.azure.columns.seq.name = Seq:long
                        appender.azure.columns.seq.source = mdc.seq
                        rootLogger.level = ALL
                        rootLogger.appenderRef.azure.ref = AZURE
                        """));
    }

    @Test
    void whatBelongsThereIsNoSlip() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    run.appender("")
                            .replace(
                                    "/>",
                                    "><linger>10ms</linger><Property name='a'>b</Property><Filters><ThresholdFilter"
                                            + " level='INFO'/><RegexFilter regex='.*no.*' onMatch='DENY' onMismatch='NEUTRAL'/>"
                                            + "</Filters><AzureMonitorRoute>level = WARN -> drop</AzureMonitorRoute>"
                                            + "<AzureMonitorRoute>${env:NO_SUCH_ROUTE:-}</AzureMonitorRoute>"
                                            + "<Columns><Column><source>standard</source></Column></Columns></AzureMonitor>"),
                    ROOT));
            run.logger("a").info("yes");
            run.logger("a").info("no");
            run.logger("a").warn("dropped");

            assertThat(run.statuses.ours(Level.ERROR))
                    .as(run.statuses.toString())
                    .isEmpty();
            assertThat(run.messages()).containsExactly("yes");
        }
    }

    @Test
    void aSlipInOneAppenderLeavesAnotherOneAlone() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            String wrong = run.appender("")
                    .replace("'AZURE'", "'OTHER'")
                    .replace("/>", "><Colums><Column source='standard'/></Colums></AzureMonitor>");
            run.start(run.xml(
                    wrong + run.appender(""),
                    "<Root level='ALL'><AppenderRef ref='AZURE'/><AppenderRef ref='OTHER'/></Root>"));
            run.logger("a").info("hello");

            assertThat(run.statuses.ours(Level.ERROR)).hasSize(1);
            assertThat(run.messages()).containsExactly("hello");
        }
    }
}
