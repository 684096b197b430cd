package io.github.azuremonitor.appender.tools.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.tools.Configs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with which Log4j2 chooses, includes, merges and looks up. */
class Log4jFileTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SystemPropertyArbiter propertyName='stage' propertyValue='prod'; yes",
                "SystemPropertyArbiter propertyName='stage' propertyValue='test'; no",
                "SystemPropertyArbiter propertyName='stage'; yes",
                "EnvironmentArbiter propertyName='HOST' propertyValue='h'; yes",
                "EnvironmentArbiter propertyName='NOTHING'; no",
                "SpringProfile name='prod | test'; yes",
                "SpringProfile name='!prod'; no",
                "ClassArbiter className='java.util.List'; yes",
                "ClassArbiter className='com.shop.Flag'; unknown",
                "ScriptArbiter; unknown"
            })
    void anArbiterChoosesWhatIsInIt(String arbiter, String outcome) throws BadInput {
        String element = arbiter.replaceFirst(" .*", "");
        List<AppenderConfig> found = all(xml("<Appenders><" + arbiter + ">" + appender("A", "Custom-In_CL") + "</"
                + element + ">" + appender("B", "Custom-Out_CL") + "</Appenders>"));

        assertThat(found)
                .extracting(AppenderConfig::name)
                .containsExactlyElementsOf(outcome.equals("no") ? List.of("B") : List.of("A", "B"));
        assertThat(found.get(0).remarks().toString())
                .matches(outcome.equals("unknown") ? ".*line 1: .* is not known here.*" : "\\[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<AppenderRef ref='A' level='WRAN'/>; level in an AppenderRef to A = \"WRAN\": is no level; write one",
                "<AppenderRef ref='A' levl='WARN'/>; levl in an AppenderRef to A: there is no such attribute or filter",
                "<AppenderRef ref='A'><level>WRAN</level></AppenderRef>; level in an AppenderRef to A = \"WRAN\": is no",
                "<AppenderRef ref='A'><TresholdFilter level='WARN'/></AppenderRef>; TresholdFilter in an AppenderRef to A:",
                "<appenderRef ref='A'><filters><MarkerFilter onMatch='DENNY'/></filters></appenderRef>; onMatch in an"
            })
    void aSlipWhereALoggerRefersToTheAppenderIsTold(String reference, String said) throws BadInput {
        Path file = xml("<Appenders>" + appender("A", "Custom-A_CL") + "</Appenders><Loggers><Root>" + reference
                + "</Root></Loggers>");
        assertThat(all(file).get(0).slips()).singleElement().asString().startsWith(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<AppenderRef ref='B' level='WRAN'/>",
                "<AppenderRef ref='A' level='warn'><ThresholdFilter level='ERROR' onMatch='accept'/></AppenderRef>",
                "<AppenderRef ref='A' level='${env:NOWHERE}'><CompanyAuditFilter level='low'/><Mine level='low'/></AppenderRef>",
                "<AppenderRef ref='A' level='NOTICE'/>"
            })
    void aReferenceThatLog4jReadsIsNoSlip(String reference) throws BadInput {
        Path file = xml("<CustomLevels><CustomLevel name='NOTICE' intLevel='350'/></CustomLevels><Appenders>"
                + appender("A", "Custom-A_CL") + "</Appenders><Loggers><Root>" + reference + "</Root></Loggers>");
        assertThat(all(file).get(0).slips()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"prod, A", "test, B", "other, C"})
    void selectTakesTheFirstThatHoldsOrTheDefault(String stage, String name) throws BadInput {
        Path file = xml("<Appenders><Select><SystemPropertyArbiter propertyName='stage' propertyValue='prod'>"
                + appender("A", "Custom-A_CL") + "</SystemPropertyArbiter><SystemPropertyArbiter propertyName='stage'"
                + " propertyValue='test'>" + appender("B", "Custom-B_CL") + "</SystemPropertyArbiter><DefaultArbiter>"
                + appender("C", "Custom-C_CL") + "</DefaultArbiter></Select></Appenders>");
        var around = new ConfigEnvironment(any -> null, Map.of("stage", stage), List.of(), null);

        assertThat(new ConfigFiles(around).read(List.of(file)))
                .extracting(AppenderConfig::name)
                .containsExactly(name);
    }

    @Test
    void lookupsAreAnsweredOrNamed() throws BadInput {
        Configs.write(directory.resolve("shop.properties"), "env=from-bundle");
        Configs.write(directory.resolve("application.properties"), "spring.application.name=orders");
        Map<String, String> settings = Map.ofEntries(
                Map.entry("endpoint", "${env:HOST}"),
                Map.entry("dcrImmutableId", "${sys:stage}"),
                Map.entry("streamName", "Custom-${table}_CL"),
                Map.entry("appName", "${spring:spring.application.name}"),
                Map.entry("environment", "${bundle:shop:env}"),
                Map.entry("tenantId", "${env:NOTHING:-${sys:nothing:-deep}}"),
                Map.entry("clientId", "${lower:${env:UPPER}}"),
                Map.entry("appVersion", "$${ctx:version}"),
                Map.entry("proxy", "${docker:x}"),
                Map.entry("cloud", "${HOST}"));
        var attributes = new StringBuilder();
        settings.forEach((name, value) -> attributes.append(name + "='" + value + "' "));
        AppenderConfig found = all(xml("<Properties><Property name='table' value='${env:TABLE:-Orders}'/></Properties>"
                        + "<Appenders><AzureMonitor name='A' " + attributes + "/></Appenders>"))
                .get(0);

        assertThat(found.settings())
                .containsEntry("endpoint", "h")
                .containsEntry("dcrImmutableId", "prod")
                .containsEntry("streamName", "Custom-Orders_CL")
                .containsEntry("appName", "orders")
                .containsEntry("environment", "from-bundle")
                .containsEntry("tenantId", "deep")
                .containsEntry("clientId", "abc")
                .containsEntry("cloud", "${HOST}");
        assertThat(String.join("\n", found.remarks()))
                .contains(
                        "appVersion: $${ctx:version} is for each event",
                        "proxy: ${docker:x} has no value: the lookup docker is not known here",
                        "cloud: ${HOST} has no value: the file has no such property, and variables are written ${env:HOST}");
    }

    @Test
    void thePlaceOfTheFileIsLog4jsToTell() throws BadInput {
        Path file = xml("<Appenders><AzureMonitor name='A' spoolDirectory='${log4j:configParentLocation}/spool'"
                + " dcr='${log4j:configLocation}' proxy='${log4j:nothing}'/></Appenders>");
        AppenderConfig found = all(file).get(0);

        assertThat(found.settings())
                .containsEntry("spoolDirectory", directory.toAbsolutePath() + "/spool")
                .containsEntry("dcr", file.toAbsolutePath().toString());
        assertThat(found.remarks()).singleElement().asString().contains("proxy: ${log4j:nothing} has no value");
    }

    @Test
    void theAppendersBehindARoutingAppenderAreFound() throws BadInput {
        Path file = xml("<Appenders><Routing name='R'><Routes pattern='$${ctx:tenant}'><Route key='a'>"
                + appender("A", "Custom-A_CL") + "</Route><Route ref='C'/><Route>" + appender("B", "Custom-B_CL")
                + "</Route></Routes></Routing></Appenders>");

        assertThat(all(file)).extracting(AppenderConfig::name).containsExactly("A", "B");
        assertThat(all(file).get(1).settings()).isEqualTo(Map.of("streamName", "Custom-B_CL"));
        assertThat(all(file).get(1).slips()).isEmpty();
    }

    @Test
    void thatAScriptSelectsTheAppenderIsNamed() throws BadInput {
        Path file = xml("<Appenders><ScriptAppenderSelector name='ByHost'><Script language='groovy'>'A'</Script>"
                + "<AppenderSet>" + appender("A", "Custom-A_CL") + appender("B", "Custom-B_CL")
                + "</AppenderSet></ScriptAppenderSelector></Appenders>");

        assertThat(all(file)).extracting(AppenderConfig::name).containsExactly("A", "B");
        for (AppenderConfig each : all(file)) {
            assertThat(each.remarks())
                    .as(each.name())
                    .singleElement()
                    .asString()
                    .matches(".* line 1: which appender the script of ByHost takes is not known here.*");
        }
    }

    @Test
    void xincludePutsTheOtherFileInPlace() throws BadInput {
        Configs.write(
                directory.resolve("appenders.xml"), "<Appenders>" + appender("A", "Custom-In_CL") + "</Appenders>");
        Path file = xml("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='appenders.xml'/>"
                + "<xi:include href='none.xml'><xi:fallback/></xi:include>");

        assertThat(all(file)).extracting(AppenderConfig::name).containsExactly("A");
        assertThat(all(file).get(0).remarks()).isEmpty();
    }

    @Test
    void severalFilesAreOneConfigurationInWhichTheLastWins() throws BadInput {
        Configs.write(
                directory.resolve("base.xml"),
                "<Configuration><Properties><Property name='t'>Base</Property></Properties><Appenders>"
                        + appender("A", "Custom-${t}_CL") + appender("B", "Custom-B_CL")
                        + "</Appenders></Configuration>");
        Configs.write(directory.resolve("more.yaml"), """
                Configuration:
                  Properties:
                    Property:
                      - name: t
                        value: More
                  Appenders:
                    AzureMonitor:
                      name: B
                      streamName: Custom-${t}_CL
                """);
        Path both = Path.of(directory.resolve("base.xml") + "," + directory.resolve("more.yaml"));
        Path component = Configs.write(
                directory.resolve("log4j2.component.properties"), "log4j2.configurationFile=base.xml, more.yaml");
        for (Path file : List.of(both, component)) {
            assertThat(all(file))
                    .extracting(
                            AppenderConfig::name,
                            appender -> appender.settings().get("streamName"))
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("A", "Custom-More_CL"),
                            org.assertj.core.groups.Tuple.tuple("B", "Custom-More_CL"));
        }
    }

    @Test
    void propertiesThatOlderVersionsPassOverAreNamed() throws BadInput {
        Path file = xml("<Appenders>" + appender("A", "Custom-${t}_CL") + "</Appenders><Properties>"
                + "<Property name='t'>Late</Property></Properties>");

        assertThat(all(file).get(0).settings()).containsEntry("streamName", "Custom-Late_CL");
        assertThat(all(file).get(0).remarks().toString()).contains("Properties that are not the first element");
    }

    @Test
    void caseTellsNothing() throws BadInput {
        Path file = Configs.write(
                directory.resolve("log4j2.xml"),
                "<configuration><properties><property name='t'>Lower</property></properties><appenders>"
                        + "<azuremonitor name='A' streamname='Custom-${t}_CL'/></appenders></configuration>");

        assertThat(all(file).get(0).settings()).isEqualTo(Map.of("streamName", "Custom-Lower_CL"));
    }

    @Test
    void strictXmlNamesPluginsByTheirType() throws BadInput {
        Path file = Configs.write(
                directory.resolve("log4j2.xml"),
                "<Configuration strict='true'><Appenders><Appender type='AzureMonitor' name='A' streamName='Custom-A_CL'>"
                        + "<Rule type='AzureMonitorRoute' value='level DEBUG -> drop'/></Appender></Appenders>"
                        + "</Configuration>");

        assertThat(all(file).get(0).settings())
                .isEqualTo(Map.of("streamName", "Custom-A_CL", "routes", "level DEBUG -> drop"));
    }

    private static String appender(String name, String stream) {
        return "<AzureMonitor name='" + name + "' streamName='" + stream + "'/>";
    }

    private Path xml(String elements) {
        return Configs.write(directory.resolve("log4j2.xml"), "<Configuration>" + elements + "</Configuration>");
    }

    private static List<AppenderConfig> all(Path file) throws BadInput {
        var variables = Map.of("HOST", "h", "UPPER", "ABC");
        var around = new ConfigEnvironment(variables::get, Map.of("stage", "prod"), List.of("prod"), null);
        return new ConfigFiles(around).read(List.of(file));
    }
}
