package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Properties in all their spellings. */
class PlanReaderTest {
    private static final String PREFIX = "azure.monitor.logs.";

    @ParameterizedTest
    @EnumSource
    void everySettingIsAPropertyInEverySpelling(Setting setting) {
        String kebab = PREFIX + setting.kebabName();

        assertThat(plan(properties(Map.of(kebab, "x"))).settings()).containsEntry(setting, "x");
        assertThat(plan(properties(Map.of(PREFIX + setting.flatName(), "x"))).settings())
                .containsEntry(setting, "x");
        for (String variable : setting.environmentNames()) {
            assertThat(plan(variables(Map.of(variable, "x"))).settings())
                    .as(variable)
                    .containsEntry(setting, "x");
        }
    }

    /** As in a container that sets this one and nothing else. */
    @ParameterizedTest
    @EnumSource
    void aDocumentedVariableSetsItsOwnSettingAndNoOther(Setting setting) {
        for (String variable : setting.environmentNames()) {
            Plan plan = plan(variables(Map.of(variable, "x")));

            var expected = new EnumMap<Setting, String>(Map.of(Setting.CREDENTIAL, "application"));
            expected.put(setting, "x");
            assertThat(plan).as(variable).isEqualTo(new Plan(expected, Map.of(), List.of()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE_MONITOR_LOGS_ENABLED, true",
        "AZURE_MONITOR_LOGS_EXCLUDED_LOGGERS, x",
        "AZURE_MONITOR_LOGS_EXCLUDEDLOGGERS, x",
        "AZURE_MONITOR_LOGS_CREDENTIAL_BEAN, x",
        "AZURE_MONITOR_LOGS_CREDENTIALBEAN, x",
        "AZURE_MONITOR_LOGS_HEALTH_DOWN_ON_REFUSED, true",
        "AZURE_MONITOR_LOGS_HEALTH_DOWNONREFUSED, true",
        "AZURE_MONITOR_LOGS_VERBOSE, true",
    })
    void theStartersOwnVariablesSetNoSetting(String variable, String value) {
        var environment = variables(Map.of(variable, value));
        var before = plan(variables(Map.of()));

        assertThat(plan(environment).settings()).isEqualTo(before.settings());
        assertThat(plan(environment).unknown()).isEmpty();
        assertThat(new PlanReader(environment).properties())
                .isNotEqualTo(new PlanReader(variables(Map.of())).properties());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colums | colums",
                "propertys | propertys",
                "route | route",
                "excluded-logers | excluded-logers",
                "dcr.immutable-id | dcr.immutable-id",
                "dcr_immutable | dcrimmutable",
                "linger.time | linger.time",
                "credential.bean | credential.bean",
                "health.down-on-refusd | health.down-on-refusd",
                "excludedLoggers.first | excludedloggers.first",
            })
    void aMistypedPropertyIsKeptToBeToldHoweverItIsSpelled(String given, String told) {
        assertThat(plan(properties(Map.of(PREFIX + given, "x"))).unknown()).containsOnlyKeys(told);
    }

    @ParameterizedTest
    @CsvSource({
        "azure.monitor.log.columns, columns",
        "azure.monitor.log.columns[0], columns",
        "azure.monitor.log.columns.Level, columns",
        "azureMonitor.logs.excludedLoggers, excluded-loggers",
        "azure.monitor.logging.threshold, threshold",
    })
    void aPrefixThatIsMistypedIsAFaultWhereMoreWouldBeSent(String given, String meant) {
        assertThat(plan(properties(Map.of(given, "x"))).faults())
                .singleElement()
                .asString()
                .endsWith("; did you mean azure.monitor.logs." + meant + "?");
        assertThat(plan(properties(Map.of("azure.monitor.log.columns", "x", PREFIX + "columns", "Message=message")))
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled | flase | enabled = \"flase\": is neither true nor false; write true or false",
                "verbose | treu | verbose = \"treu\": is neither true nor false",
                "health.down-on-refused | yess | health.down-on-refused = \"yess\": is neither",
                "excluded-loggers | com.example.* | excluded-loggers = \"com.example.*\": is no logger's name",
                "excluded-loggers | com.example;com.other | excluded-loggers = \"com.example;com.other\": is no",
                "excluded-loggers | com.example com.other | excluded-loggers = \"com.example com.other\": is no",
                "excluded-loggers | com.example. | excluded-loggers = \"com.example.\": is no logger's name",
                "excluded-loggers | ^com\\.example | excluded-loggers = ",
            })
    void aWrongValueOfTheStartersOwnPropertiesIsAFault(String name, String value, String told) {
        assertThat(plan(properties(Map.of(PREFIX + name, value))).faults())
                .singleElement()
                .asString()
                .startsWith(told);
    }

    @Test
    void whatIsRightIsNoFault() {
        for (String on : List.of("true", "ON", "yes", "1", "false", "off", "No", "0", "")) {
            assertThat(plan(properties(Map.of(PREFIX + "enabled", on, PREFIX + "verbose", on)))
                            .faults())
                    .as(on)
                    .isEmpty();
        }
        assertThat(plan(properties(Map.of(
                                PREFIX + "excluded-loggers", "com.example, a, my-logger$Inner, /jersey/x, _root:1")))
                        .faults())
                .isEmpty();
    }

    @Test
    void hostsAndPropertiesMayBeLists() throws Exception {
        assertThat(plan(yaml("""
                trusted-hosts:
                  - a.example
                  - "*.b.example"
                properties:
                  - orderId
                  - customerId
                """)).settings())
                .containsEntry(Setting.TRUSTED_HOSTS, "a.example, *.b.example")
                .containsEntry(Setting.PROPERTIES, "listed: orderId, customerId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                properties:
                  listed: orderId, customerId
                """,
                """
                properties.listed: [orderId, customerId]
                """,
                """
                properties: "listed: orderId, customerId"
                """,
            })
    void theListedPropertiesAreWrittenAsYamlWantsThem(String properties) throws Exception {
        assertThat(plan(yaml(properties)).settings()).containsEntry(Setting.PROPERTIES, "listed: orderId, customerId");
    }

    /** Otherwise more would be sent than the unknown word may have been meant to allow. */
    @Test
    void aWordBesideTheListedPropertiesIsStillAFault() throws Exception {
        Plan plan = plan(yaml("endpoint: http://localhost\nproperties:\n  listed: orderId\n  except: customerId"));

        assertThat(SettingsReader.read(plan.texts(), name -> null).describe())
                .contains("properties = \"listed = orderId");
    }

    @Test
    void whatYamlMakesOfOffSwitchesAPeriodOff() throws Exception {
        Plan plan = plan(yaml("""
                endpoint: http://localhost
                dcr-immutable-id: dcr-0123456789abcdef0123456789abcdef
                stream-name: Custom-Orders_CL
                heartbeat: off
                journal-fsync-interval: off
                """));

        assertThat(SettingsReader.read(plan.texts(), name -> null)).isInstanceOf(SettingsResult.Ready.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                columns: |
                  standard
                  Thread = thread
                  OrderId:long = mdc.orderId
                """,
                """
                columns: standard; Thread = thread; OrderId:long = mdc.orderId
                """,
                """
                columns:
                  - standard
                  - Thread = thread
                  - OrderId:long = mdc.orderId
                """,
            })
    void columnsAreATextOrAList(String columns) throws Exception {
        Plan plan = plan(yaml(columns));

        assertThat(parsed(plan))
                .isEqualTo(ColumnList.parse("standard; Thread = thread; OrderId:long = mdc.orderId", new ArrayList<>())
                        .columns());
    }

    @Test
    void columnsAreAMap() throws Exception {
        Plan plan = plan(yaml("""
                columns:
                  TimeGenerated: timestamp
                  Level: level
                  "[OrderId:long]": mdc.orderId
                """));

        assertThat(parsed(plan))
                .isEqualTo(ColumnList.parse(
                                "TimeGenerated = timestamp; Level = level; OrderId:long = mdc.orderId",
                                new ArrayList<>())
                        .columns());
    }

    @Test
    void aListOfAProfileTakesTheWholeListsPlace() {
        var environment = properties(Map.of(PREFIX + "columns[0]", "Thread = thread"));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "general",
                        Map.of(PREFIX + "columns[0]", "standard", PREFIX + "columns[1]", "User = mdc.user")));

        assertThat(plan(environment).settings()).containsEntry(Setting.COLUMNS, "Thread = thread");
    }

    @Test
    void aListOfVariablesIsInTheOrderOfItsNumbers() {
        var variables = new LinkedHashMap<String, Object>();
        for (int i = 11; i >= 0; i--) {
            variables.put("AZURE_MONITOR_LOGS_COLUMNS_" + i, "C" + i + " = mdc.c" + i);
        }

        assertThat(plan(variables(variables)).settings().get(Setting.COLUMNS))
                .startsWith("C0 = mdc.c0\nC1 = mdc.c1\nC2")
                .endsWith("C10 = mdc.c10\nC11 = mdc.c11");
    }

    @Test
    void aColumnMayHaveTheNameOfATextsProperty() throws Exception {
        assertThat(plan(yaml("""
                columns:
                  Bytes: mdc.bytes
                  Empty: mdc.empty
                """)).settings()).containsEntry(Setting.COLUMNS, "Bytes = mdc.bytes\nEmpty = mdc.empty");
    }

    @Test
    void theWordForTheApplicationsCredentialIsReadAsTheSettingsAre() {
        assertThat(plan(properties(Map.of(PREFIX + "credential", " Application ")))
                        .waitsForCredential())
                .isTrue();
    }

    @Test
    void theApplicationsNameAndVersionAreTakenFromSpring() {
        var properties = Map.<String, Object>of("spring.application.name", "shop", "spring.application.version", "1.2");

        assertThat(plan(properties(properties)).settings())
                .containsEntry(Setting.APP_NAME, "shop")
                .containsEntry(Setting.APP_VERSION, "1.2");
    }

    @Test
    void withoutACredentialTheApplicationIsWaitedFor() {
        assertThat(plan(properties(Map.of())).settings()).containsEntry(Setting.CREDENTIAL, "application");
        assertThat(plan(properties(Map.of(PREFIX + "credential", "azure-cli"))).settings())
                .containsEntry(Setting.CREDENTIAL, "azure-cli");
        assertThat(plan(properties(Map.of(PREFIX + "credential", "azure-cli", PREFIX + "credential-bean", "mine")))
                        .settings())
                .containsEntry(Setting.CREDENTIAL, "application");
    }

    @Test
    void whatIsNoPropertyIsKeptToBeTold() {
        assertThat(plan(properties(Map.of(PREFIX + "stream", "x", PREFIX + "health.down-on-refused", "true")))
                        .unknown())
                .containsExactly(Map.entry("stream", "x"));
        // Other programs have variables, too.
        assertThat(plan(variables(Map.of("AZURE_MONITOR_LOGS_OF_OTHERS", "x"))).unknown())
                .isEmpty();
    }

    private static List<Column> parsed(Plan plan) {
        var faults = new ArrayList<String>();
        ColumnList columns = ColumnList.parse(plan.settings().getOrDefault(Setting.COLUMNS, ""), faults);
        assertThat(faults).isEmpty();
        return columns.columns();
    }

    private static Plan plan(StandardEnvironment environment) {
        var reader = new PlanReader(environment);
        return reader.plan(reader.properties());
    }

    private static StandardEnvironment properties(Map<String, Object> properties) {
        var environment = empty();
        environment.getPropertySources().addLast(new MapPropertySource("test", properties));
        return environment;
    }

    private static StandardEnvironment variables(Map<String, Object> variables) {
        var environment = empty();
        environment.getPropertySources().addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        return environment;
    }

    private static StandardEnvironment yaml(String settings) throws Exception {
        String text = "azure.monitor.logs:\n" + settings.indent(2);
        var environment = empty();
        new YamlPropertySourceLoader()
                .load("test", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
        return environment;
    }

    /** What the build has in its environment is not to be seen. */
    private static StandardEnvironment empty() {
        var environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        return environment;
    }
}
