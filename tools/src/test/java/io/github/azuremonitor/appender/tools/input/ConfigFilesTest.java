package io.github.azuremonitor.appender.tools.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.tools.Configs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same appender in every form in which applications write it. */
class ConfigFilesTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "endpoint", "https://x.ingest.monitor.azure.com",
            "dcrImmutableId", "${DCR}",
            "streamName", "Custom-Orders_CL");

    @TempDir
    private Path directory;

    private final ConfigFiles files = new ConfigFiles(Map.of("HOST", "x.ingest.monitor.azure.com", "EMPTY", "")::get);

    @Test
    void logback() throws BadInput {
        AppenderConfig found = only("logback.xml", """
                <configuration>
                  <property name="table" value="Orders"/>
                  <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender"><target>System.err</target></appender>
                  <appender name="AZURE" class="io.github.azuremonitor.appender.logback.AzureMonitorAppender">
                    <filter class="ch.qos.logback.classic.filter.ThresholdFilter"><level>WARN</level></filter>
                    <endpoint>https://${HOST}</endpoint>
                    <dcrImmutableId>${DCR}</dcrImmutableId>
                    <streamName>
                      Custom-${table}_CL
                    </streamName>
                  </appender>
                </configuration>
                """);
        assertThat(found.name()).isEqualTo("AZURE");
        assertThat(found.settings()).isEqualTo(SETTINGS);
    }

    @Test
    void log4jXmlWithAttributesElementsAndStrictForm() throws BadInput {
        for (String appender : List.of(
                "<AzureMonitor name='AZURE' endpoint='https://${env:HOST}' dcrImmutableId='${DCR}'"
                        + " streamName='Custom-${table}_CL' ignoreExceptions='true'><ThresholdFilter level='WARN'/>"
                        + "</AzureMonitor>",
                "<AzureMonitor name='AZURE'><endpoint>https://${env:HOST}</endpoint>"
                        + "<dcrImmutableId>${DCR}</dcrImmutableId><streamName>Custom-${table}_CL</streamName></AzureMonitor>",
                "<Appender type='AzureMonitor' name='AZURE' endpoint='https://${env:HOST}' dcrImmutableId='${DCR}'"
                        + " streamname='Custom-${table}_CL'/>")) {
            AppenderConfig found = only(
                    "log4j2.xml",
                    "<Configuration><Properties><Property name='table'>Orders</Property></Properties><Appenders>"
                            + appender + "</Appenders></Configuration>");
            assertThat(found.name()).isEqualTo("AZURE");
            assertThat(found.settings()).as(appender).isEqualTo(SETTINGS);
        }
    }

    @Test
    void rulesInElementsAddUpToTheSettingRoutes() throws BadInput {
        String two = "level DEBUG -> drop; marker A -> Custom-A_CL\nmarker B -> Custom-${DCR}_CL\nlevel < INFO -> drop";
        assertThat(only("logback.xml", """
                <configuration>
                  <appender name="AZURE" class="io.github.azuremonitor.appender.logback.AzureMonitorAppender">
                    <routes>level DEBUG -> drop; marker A -> Custom-A_CL</routes>
                    <route>marker B -> Custom-${DCR}_CL</route>
                    <streamName>Custom-Orders_CL</streamName>
                    <route>level &lt; INFO -> drop</route>
                  </appender>
                </configuration>
                """).settings())
                .isEqualTo(Map.of("routes", two, "streamName", "Custom-Orders_CL"));
        assertThat(only("log4j2.xml", """
                <Configuration><Appenders>
                  <AzureMonitor name="AZURE" streamName="Custom-Orders_CL" routes="level DEBUG -> drop; marker A -> Custom-A_CL">
                    <AzureMonitorRoute>marker B -> Custom-${DCR}_CL</AzureMonitorRoute>
                    <AzureMonitorRoute value="level &lt; INFO -> drop"/>
                  </AzureMonitor>
                </Appenders></Configuration>
                """).settings())
                .isEqualTo(Map.of("routes", two, "streamName", "Custom-Orders_CL"));
        assertThat(only("log4j2.yaml", """
                Configuration:
                  Appenders:
                    AzureMonitor:
                      name: AZURE
                      streamName: Custom-Orders_CL
                      AzureMonitorRoute:
                        - value: marker B -> Custom-${DCR}_CL
                        - value: level < INFO -> drop
                      routes: level DEBUG -> drop; marker A -> Custom-A_CL
                """).settings())
                .isEqualTo(Map.of("routes", two, "streamName", "Custom-Orders_CL"));
    }

    /** As the frameworks read them, which the front ends' tests show. */
    @Test
    void elementsMayStandInOneAroundThemBesideItsText() throws BadInput {
        assertThat(only("logback.xml", """
                <configuration>
                  <appender name="AZURE" class="io.github.azuremonitor.appender.logback.AzureMonitorAppender">
                    <routes>
                      level TRACE -> drop
                      <route>level DEBUG -> drop</route>
                      <route>marker A -> Custom-A_CL</route>
                    </routes>
                    <columns>
                      standard
                      <column>Thread = thread</column>
                    </columns>
                  </appender>
                </configuration>
                """).settings())
                .isEqualTo(Map.of(
                        "routes",
                        "level TRACE -> drop\nlevel DEBUG -> drop\nmarker A -> Custom-A_CL",
                        "columns",
                        "standard\nThread = thread"));
        assertThat(only("log4j2.xml", """
                <Configuration><Appenders>
                  <AzureMonitor name="AZURE" columns="standard">
                    <Columns>Host = host<Column name="Thread" source="thread"/></Columns>
                  </AzureMonitor>
                </Appenders></Configuration>
                """).settings())
                .isEqualTo(Map.of("columns", "standard\nHost = host\nThread = thread"));
        assertThat(only("log4j2.json", """
                {"Configuration": {"Appenders": {"AzureMonitor": {"name": "AZURE",
                  "columns": "standard", "Columns": {"Column": {"name": "Thread", "source": "thread"}}}}}}
                """).settings()).isEqualTo(Map.of("columns", "standard\nThread = thread"));
        assertThat(only("log4j2.properties", """
                appender.azure.type = AzureMonitor
                appender.azure.routes = level DEBUG -> drop
                appender.azure.audit.type = AzureMonitorRoute
                appender.azure.audit.value = marker A -> Custom-${DCR}_CL
                """).settings())
                .isEqualTo(Map.of("routes", "level DEBUG -> drop\nmarker A -> Custom-${DCR}_CL"));
    }

    @Test
    void log4jYaml() throws BadInput {
        AppenderConfig found = only("log4j2.yaml", """
                Configuration:
                  Properties:
                    Property:
                      name: table
                      value: Orders
                  Appenders:
                    Console:
                      name: CONSOLE
                    AzureMonitor:
                      name: AZURE
                      endpoint: https://${env:HOST}
                      dcrImmutableId: ${DCR}
                      streamName: Custom-${table}_CL
                """);
        assertThat(found.name()).isEqualTo("AZURE");
        assertThat(found.settings()).isEqualTo(SETTINGS);
    }

    @Test
    void log4jJsonWithSeveralAppenders() throws BadInput {
        List<AppenderConfig> found = read("log4j2.json", """
                {"Configuration": {"Appenders": {"appender": [
                  {"type": "Console", "name": "CONSOLE"},
                  {"type": "AzureMonitor", "name": "ONE", "streamName": "Custom-One_CL"},
                  {"type": "AzureMonitor", "name": "TWO", "streamName": "Custom-Two_CL"}]}}}
                """);
        assertThat(found).extracting(AppenderConfig::name).containsExactly("ONE", "TWO");
    }

    /** Those of the page are given to the frameworks themselves by the front ends' tests. */
    @Test
    void columnsAsElementsAreReadAsTheFrontEndsReadThem() throws Exception {
        String page = Files.readString(Path.of("../docs/columns.md"));
        Map<String, String> frames = new LinkedHashMap<>();
        frames.put(
                "logback.xml|```xml\n<columns>",
                "<configuration><appender name='A' class='" + Settings.LOGBACK_CLASS
                        + "'>%s</appender></configuration>");
        frames.put(
                "log4j2.xml|```xml\n<Columns>",
                "<Configuration><Appenders><AzureMonitor name='A'>%s</AzureMonitor></Appenders></Configuration>");
        frames.put(
                "log4j2.json|```json\n\"Columns\"",
                "{\"Configuration\":{\"Appenders\":{\"AzureMonitor\":{\"name\":\"A\",%s}}}}");
        frames.put("log4j2.yaml|```yaml\nColumns", "Configuration:\n Appenders:\n  AzureMonitor:\n   name: A\n%s");
        frames.put(
                "log4j2.properties|```properties\nappender",
                "appender.azure.type=AzureMonitor\nappender.azure.name=A\n%s");
        for (Map.Entry<String, String> frame : frames.entrySet()) {
            String[] parts = frame.getKey().split("\\|", 2);
            int start = page.indexOf(parts[1]);
            assertThat(start).as(parts[1]).isPositive();
            String block = page.substring(page.indexOf('\n', start) + 1, page.indexOf("```", start + 3));
            String text = frame.getValue().formatted(parts[0].endsWith(".yaml") ? block.indent(3) : block);
            AppenderConfig found = only(parts[0], text);
            assertThat(found.settings()).as(text).containsOnlyKeys("columns");
            assertThat(columns(found.settings().get("columns")))
                    .as(text)
                    .isEqualTo(columns("standard; OrderId:long = mdc.orderId; Tenant = mdc.tenant | 'none'"));
        }
    }

    @Test
    void elementsStandBehindTheTextAndWithoutAnElementAround() throws BadInput {
        AppenderConfig found = only("logback.xml", """
                <configuration><appender name='A' class='%s'>
                  <column>Ab = "${HOST}"</column><columns>standard</columns><column>Cd = level</column>
                </appender></configuration>
                """.formatted(Settings.LOGBACK_CLASS));
        assertThat(found.settings())
                .isEqualTo(Map.of("columns", "standard\nAb = \"x.ingest.monitor.azure.com\"\nCd = level"));
    }

    /** By name, for properties have no order. */
    private static Map<String, Column> columns(String text) {
        var faults = new ArrayList<String>();
        ColumnList list = ColumnList.parse(text, faults);
        assertThat(faults).isEmpty();
        return list.columns().stream().collect(Collectors.toMap(Column::name, column -> column));
    }

    @Test
    void log4jProperties() throws BadInput {
        AppenderConfig found = only("log4j2.properties", """
                property.table = Orders
                appender.console.type = Console
                appender.azure.type = AzureMonitor
                appender.azure.name = AZURE
                appender.azure.endpoint = https://${env:HOST}
                appender.azure.dcrImmutableId = ${DCR}
                appender.azure.streamName = Custom-${table}_CL
                appender.azure.filter.threshold.type = ThresholdFilter
                """);
        assertThat(found.name()).isEqualTo("AZURE");
        assertThat(found.settings()).isEqualTo(SETTINGS);
    }

    @Test
    void springYamlAndProperties() throws BadInput {
        AppenderConfig yaml = only("application.yaml", """
                spring.application.name: shop
                azure:
                  monitor.logs:
                    endpoint: https://${HOST}
                    dcr-immutable-id: ${DCR}
                ---
                azure.monitor.logs.stream-name: Custom-${TABLE:Orders}_CL
                """);
        assertThat(yaml.settings()).isEqualTo(SETTINGS);
        AppenderConfig properties = only("application.properties", """
                azure.monitor.logs.endpoint=https://${HOST}
                azure.monitor.logs.dcr-immutable-id=${DCR}
                azure.monitor.logs.streamName=Custom-${TABLE:Orders}_CL
                """);
        assertThat(properties.settings()).isEqualTo(SETTINGS);
    }

    @Test
    void listsAndMapsOfSpringAreTheLinesOfAText() throws BadInput {
        String[] files = {"""
            azure.monitor.logs:
              columns:
                - standard
                - OrderId:long = mdc.orderId
              routes: [level DEBUG -> drop]
              properties: [orderId, customerId]
              trusted-hosts: [a.example, b.example]
            """, """
            azure.monitor.logs:
              columns:
                Message: message
                "[OrderId:long]": mdc.${ORDER:orderId}
              health.down-on-refused: true
            """};
        assertThat(only("application.yaml", files[0]).settings())
                .containsEntry("columns", "standard\nOrderId:long = mdc.orderId")
                .containsEntry("routes", "level DEBUG -> drop")
                .containsEntry("properties", "listed: orderId, customerId")
                .containsEntry("trustedHosts", "a.example, b.example");
        assertThat(only("application.yaml", files[1]).settings())
                .isEqualTo(Map.of("columns", "Message = message\nOrderId:long = mdc.orderId"));
        assertThat(only("application.properties", """
                azure.monitor.logs.columns[0]=standard
                azure.monitor.logs.columns[10]=Last = thread
                azure.monitor.logs.columns[2]=Third = pid
                """).settings())
                .containsEntry("columns", "standard\nThird = pid\nLast = thread");
        assertThat(only("application.properties", "azure.monitor.logs.columns[OrderId\\:long]=mdc.orderId")
                        .settings())
                .containsEntry("columns", "OrderId:long = mdc.orderId");
    }

    @Test
    void columnsKeepTheirLines() throws BadInput {
        AppenderConfig found = only("application.yml", """
                azure.monitor.logs.columns: |
                  standard
                  Thread = thread
                """);
        assertThat(found.settings()).containsEntry("columns", "standard\nThread = thread");
    }

    @Test
    void placeholdersWithoutAnEndOrInACircleComeToAnEnd() {
        var values = Map.of("A", "${B}", "B", "${A}", "EMPTY", "", "NAME", "A_B", "A_B", "found", "X", "x");
        var dash = new Substitution(values::get, Substitution.DASH, true, name -> false);
        assertThat(dash.resolve("${A} ${")).isEqualTo("${A} ${");
        assertThat(dash.resolve("${EMPTY:-x}${NONE:-y}${env:NONE:-z}${sys:nothing}"))
                .isEqualTo("yz${sys:nothing}");
        assertThat(dash.resolve("${NONE:-${OTHER:-deep}}${${NAME}}$${X}")).isEqualTo("deepfound${X}");
        var unknown = new LinkedHashSet<String>();
        assertThat(dash.resolve("${X:-${NONE}} ${NONE:-${X}} ${LAST}", unknown)).isEqualTo("x x ${LAST}");
        assertThat(unknown).containsExactly("${LAST}");
        var colon = new Substitution(values::get, Substitution.COLON);
        assertThat(colon.resolve("${NONE:https://x:8080}${NONE:${X:}}${X:y}")).isEqualTo("https://x:8080xx");
    }

    @Test
    void noFileOutsideIsReadForTheSakeOfXml() {
        Path secret = Configs.write(directory.resolve("secret.txt"), "hunter2");
        assertThatThrownBy(() -> read(
                        "logback.xml",
                        "<!DOCTYPE c [<!ENTITY x SYSTEM '" + secret.toUri()
                                + "'>]>\n<configuration>&x;</configuration>"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("line 1: a DOCTYPE is not read")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void whatIsWrongWithAFileIsSaidWithItsPlace() {
        assertThatThrownBy(() -> read("logback.xml", "<configuration>\n<appender>"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("line 2: ");
        assertThatThrownBy(() -> read("application.yaml", "a: b\n - c: ]"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("line ");
        assertThatThrownBy(() -> read("logback.xml", "<configuration/>"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no Azure Monitor appender");
        assertThatThrownBy(() -> read("notes.txt", "hello"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("XML, YAML, JSON or properties");
        assertThatThrownBy(() -> files.read(List.of(directory.resolve("none.xml"))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no such file");
    }

    private AppenderConfig only(String name, String text) throws BadInput {
        List<AppenderConfig> found = read(name, text);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<AppenderConfig> read(String name, String text) throws BadInput {
        return files.read(List.of(Configs.write(directory.resolve(name), text)));
    }
}
