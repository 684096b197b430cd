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
                "<ThresholdFilter levl='WARN'/> | element <ThresholdFilter> | levl",
                "<ThresholdFilter level='WRAN'/> | element <ThresholdFilter> | WRAN",
                "<ThresholdFilter><level>WARN</level><more>x</more></ThresholdFilter> | element <ThresholdFilter> | more",
                "<MarkerFilter marker='SECRET' onMach='DENY' onMismatch='NEUTRAL'/> | element <MarkerFilter> | onMach",
                "<MarkerFilter marker='SECRET' onMatch='DENNY' onMismatch='NEUTRAL'/> | element <MarkerFilter> | DENNY",
                "<Filters><MarkerFilter marker='SECRET' onMatch='DENNY' onMismatch='NEUTRAL'/></Filters> | element <Filters> | DENNY",
                "<Filters><MarkerFilter marker='SECRET' onMach='DENY' onMismatch='NEUTRAL'/></Filters> | element <Filters> | onMach",
                "<MarkerFilter marker='SECRET' onMatch='DENY' onMismatch='NEUTRAL'><Property name='a'>b</Property></MarkerFilter> | element <MarkerFilter> | Property",
                "<Columns/> | element <Columns>: is empty | write a value or remove it",
                "<Columns><Column/></Columns> | element <Column>: is empty | write a value or remove it",
                "<Columns><Column name='Ab' source=''/></Columns> | columns = | Ab",
                "<AzureMonitorRoute/> | element <AzureMonitorRoute>: is empty | write a value or remove it",
                "<threshold level='WARN'/> | element <threshold> | does not read the attribute level; write the value as the element's text",
                "<threshold/> | element <threshold> | write a value or remove it",
                "<properties none='true'/> | element <properties> | properties",
                "<columns value='standard'/> | element <value> | there is no such element here",
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
    @CsvSource(
            delimiter = '|',
            value = {
                "<AppenderRef ref='AZURE' level='WRAN'/> | level in an AppenderRef to AZURE = \"WRAN\": is no level",
                "<AppenderRef ref='AZURE' level='${nowhere}'/> | level in an AppenderRef to AZURE = ",
                "<AppenderRef ref='AZURE' levl='WARN'/> | levl in an AppenderRef to AZURE: there is no such",
                "<AppenderRef ref='AZURE'><TresholdFilter level='WARN'/></AppenderRef> | TresholdFilter in an AppenderRef to AZURE: there is no such attribute or filter",
                "<AppenderRef ref='AZURE'><Tresholds><ThresholdFilter level='WARN'/></Tresholds></AppenderRef> | element <Tresholds>: there is no such element",
                "<AppenderRef ref='AZURE'><ThresholdFilter level='WRAN'/></AppenderRef> | level in an AppenderRef to AZURE = ",
                "<AppenderRef ref='AZURE'><Filters><LevelRangeFilter onMatch='DENNY'/></Filters></AppenderRef> | onMatch in an AppenderRef to AZURE = ",
            })
    void aSlipWhereALoggerRefersToTheAppenderIsOneOfTheAppender(String reference, String said) throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(run.appender(""), "<Root level='ALL'>" + reference + "</Root>")
                    .replace(
                            "<Appenders>",
                            "<Properties><Property name='name'>AZURE</Property></Properties><Appenders>"));
            run.logger("a").info("secret");

            assertThat(run.statuses.ours(Level.ERROR))
                    .as(run.statuses.toString())
                    .singleElement()
                    .asString()
                    .contains(said);
            assertThat(run.appender().stats()).isNull();
        }
    }

    @Test
    void aReferenceWithLevelAndFilterIsNoSlip() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    run.appender("linger='100ms'"),
                    "<Root level='ALL'><AppenderRef ref='AZURE' level=' warn '><ThresholdFilter level='ERROR'"
                            + " onMatch='accept'/></AppenderRef></Root>"));
            assertThat(run.statuses.ours(Level.ERROR)).isEmpty();
            assertThat(run.appender().stats()).isNotNull();
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
    void inOneOfSeveralFilesThatAreMerged() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "merged.xml")) {
            run.startMerged(
                    run.xml(
                            run.appender("")
                                    .replace("/>", "><Colums><Column source='standard'/></Colums></AzureMonitor>"),
                            ROOT),
                    "<Configuration status='OFF'/>");

            assertThat(run.statuses.ours(Level.ERROR))
                    .as(run.statuses.toString())
                    .singleElement()
                    .asString()
                    .contains("element <Colums>", "did you mean columns?");
        }
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
