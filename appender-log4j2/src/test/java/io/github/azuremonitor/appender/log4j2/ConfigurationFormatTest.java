package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationFormatTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void everyFormatFindsTheAppenderWithoutAPackagesAttribute(String file, String template) throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, file)) {
            run.start(template.replace("ENDPOINT", run.azure.httpEndpoint().toString())
                    .replace("DCR", run.azure.dcrImmutableId()));

            run.logger("com.example.Orders").info("order {} placed", 42);
            run.logger("com.example.Orders").debug("filtered by the threshold");

            assertThat(run.rows()).singleElement().satisfies(row -> {
                assertThat(row.text("Message")).isEqualTo("order 42 placed");
                assertThat(row.text("Logger")).isEqualTo("com.example.Orders");
                assertThat(row.text("Level")).isEqualTo("INFO");
                assertThat(row.text("AppName")).isEqualTo("shop");
            });
            assertThat(run.statuses.all(Level.ERROR)).isEmpty();
            assertThat(run.statuses.all(Level.WARN)).isEmpty();
        }
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("log4j2.xml", """
                        <Configuration status="OFF">
                          <Properties><Property name="app">shop</Property></Properties>
                          <Appenders>
                            <AzureMonitor name="AZURE" endpoint="ENDPOINT" dcrImmutableId="DCR"
                                          streamName="Custom-JavaLogs_CL" credential="none" durability="memory"
                                          threshold="INFO" appName="${app}"/>
                          </Appenders>
                          <Loggers><Root level="ALL"><AppenderRef ref="AZURE"/></Root></Loggers>
                        </Configuration>
                        """),
                Arguments.of("log4j2-strict.xml", """
                        <Configuration status="OFF" strict="true">
                          <Appenders>
                            <Appender type="AzureMonitor" name="AZURE" endpoint="ENDPOINT" dcrImmutableId="DCR"
                                      streamName="Custom-JavaLogs_CL" credential="none" durability="memory"
                                      threshold="INFO" appName="shop"/>
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
                            "threshold": "INFO",
                            "appName": "shop"
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
                              threshold: INFO
                              appName: shop
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
                        appender.azure.threshold = INFO
                        appender.azure.appName = shop
                        rootLogger.level = ALL
                        rootLogger.appenderRef.azure.ref = AZURE
                        """));
    }
}
