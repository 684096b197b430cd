package io.github.azuremonitor.appender.tools.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.tools.Configs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.composite.CompositeConfiguration;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.config.plugins.util.PluginManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tools read from a file is what Log4j2 configures from it: the same appenders with the same endpoint. */
class Log4jReadsTheSameTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void properties() {
        PluginManager.addPackage(Log4jReadsTheSameTest.class.getPackageName());
        System.setProperty("oracle.stage", "prod");
        System.setProperty("oracle.key", "stage");
        System.setProperty("oracle.ref", "${sys:oracle.stage}");
        System.setProperty("oracle.empty", "");
    }

    @AfterAll
    static void asBefore() {
        List.of("oracle.stage", "oracle.key", "oracle.ref", "oracle.empty").forEach(System::clearProperty);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Appenders><AzureMonitor name='A' endpoint='${sys:oracle.stage}-${sys:none:-no}-${sys:none:-${sys:no:-deep}}'/></Appenders>",
                "<Properties><Property name='a'>one</Property><Property name='b' value='${a}-two'/></Properties>"
                        + "<Appenders><AzureMonitor name='${a}' endpoint='${b}'/></Appenders>",
                "<Properties><Property name='b' value='${a}-two'/><Property name='a'>one</Property></Properties>"
                        + "<Appenders><AzureMonitor name='A' endpoint='${b}'/></Appenders>",
                "<Properties><Property name='a'>one</Property></Properties>"
                        + "<Appenders><AzureMonitor name='A' endpoint='${sys:a}${env:a:-x}${a:-y}${no:-z}'/></Appenders>",
                "<Properties><Property name='stage-x'>nested</Property></Properties>"
                        + "<Appenders><AzureMonitor name='A' endpoint='${${sys:oracle.key}-x:-none}'/></Appenders>",
                "<Appenders><AzureMonitor name='A' endpoint='${lower:ABC}${upper:abc}${base64:aGVsbG8=}'/></Appenders>",
                "<Appenders><AzureMonitor name='A' endpoint='${sys:oracle.ref}'/></Appenders>",
                "<Appenders><AzureMonitor name='A' endpoint='${sys:oracle.empty}|${sys:oracle.empty:-default}'/></Appenders>",
                "<Appenders><AzureMonitor name='A' endpoint='${sys:no:-a:-b}${sys:no:-}'/></Appenders>",
                "<Appenders><AzureMonitor name='A' endpoint='${env:HOME}${sys:user.none:-u}'/></Appenders>",
                "<Appenders><AzureMonitor name='A' endpoint='${none}'/></Appenders>",
                "<Appenders><AzureMonitor name='A' endpoint='${unclosed'/></Appenders>",
                "<Appenders><AzureMonitor name='A'><endpoint>text</endpoint></AzureMonitor></Appenders>",
                "<appenders><azuremonitor name='A' EndPoint='e'/></appenders>",
                "<Appenders><SystemPropertyArbiter propertyName='oracle.stage' propertyValue='prod'>"
                        + "<AzureMonitor name='A' endpoint='a'/></SystemPropertyArbiter><SystemPropertyArbiter"
                        + " propertyName='oracle.stage' propertyValue='test'><AzureMonitor name='B' endpoint='b'/>"
                        + "</SystemPropertyArbiter></Appenders>",
                "<Appenders><SystemPropertyArbiter propertyName='oracle.none'><AzureMonitor name='A' endpoint='a'/>"
                        + "</SystemPropertyArbiter><ClassArbiter className='java.util.List'>"
                        + "<AzureMonitor name='B' endpoint='b'/></ClassArbiter></Appenders>",
                "<Appenders><Select><SystemPropertyArbiter propertyName='oracle.stage' propertyValue='test'>"
                        + "<AzureMonitor name='A' endpoint='a'/></SystemPropertyArbiter><DefaultArbiter>"
                        + "<AzureMonitor name='B' endpoint='b'/></DefaultArbiter></Select></Appenders>",
                "<Properties><Property name='a' value='${sys:oracle.ref}'/><Property name='b'>${a}</Property></Properties>"
                        + "<Appenders><AzureMonitor name='A' endpoint='${a}|${b}'/></Appenders>",
                "<Properties><Property name='a'/><Property name='b' value=''/></Properties>"
                        + "<Appenders><AzureMonitor name='A' endpoint='${a}|${b}|${a:-x}'/></Appenders>",
                "<Properties><Property name='a'>1</Property><Property name='a'>2</Property></Properties>"
                        + "<Appenders><AzureMonitor name='A' endpoint='${a}'/></Appenders>",
                "<Properties><Property name='a'>1</Property></Properties>"
                        + "<Appenders><AzureMonitor name='A' endpoint='$${a}'/></Appenders>",
                "<Appenders><AzureMonitor name='A' endpoint='${SYS:oracle.stage}${Env:none:-x}'/></Appenders>",
                "<Appenders><AzureMonitor name='A' endpoint='1'/><AzureMonitor name='B' endpoint='2'/></Appenders>",
            })
    void xml(String elements) throws BadInput {
        assertSame(write("log4j2.xml", "<Configuration monitorInterval='30'>" + elements + "</Configuration>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Configuration strict='true'><Properties><Property name='a'>one</Property></Properties><Appenders>"
                        + "<Appender type='AzureMonitor' name='A' endpoint='${a}'/></Appenders></Configuration>",
                "<Configuration xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='part.xml'/></Configuration>",
                "<Configuration xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='none.xml'><xi:fallback>"
                        + "<Appenders><AzureMonitor name='F' endpoint='fallback'/></Appenders></xi:fallback></xi:include>"
                        + "</Configuration>",
                "<Configuration><Appenders><AzureMonitor name='A'><endpoint><![CDATA[c<d]]></endpoint></AzureMonitor>"
                        + "</Appenders></Configuration>"
            })
    void wholeXml(String xml) throws BadInput {
        Configs.write(
                directory.resolve("part.xml"),
                "<Appenders><AzureMonitor name='A' endpoint='${sys:oracle.stage}'/></Appenders>");
        assertSame(write("log4j2.xml", xml));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', textBlock = """
            json # {"configuration": {"properties": {"property": [{"name": "a", "value": "one"}]}, "appenders": {"AzureMonitor": [{"name": "A", "endpoint": "${a}"}, {"name": "B", "endpoint": "${sys:none:-${a}}"}]}}}
            json # {"configuration": {"appenders": {"appender": [{"type": "AzureMonitor", "name": "A", "endpoint": "typed"}]}}}
            json # {"configuration": {"appenders": {"mine": {"type": "AzureMonitor", "name": "A", "endpoint": "by type"}}}}
            json # {"Configuration": {"Appenders": {"Select": {"SystemPropertyArbiter": {"propertyName": "oracle.stage", "propertyValue": "prod", "AzureMonitor": {"name": "A", "endpoint": "a"}}, "DefaultArbiter": {"AzureMonitor": {"name": "B", "endpoint": "b"}}}}}}
            json # {"configuration": {"appenders": {"AzureMonitor": {"name": "A", "endpoint": 8443}}}}
            properties # property.a = one\\nappender.x.type = AzureMonitor\\nappender.x.name = A\\nappender.x.endpoint = ${a}-${sys:oracle.stage}
            properties # appenders = x\\nappender.x.type = AzureMonitor\\nappender.x.name = A\\nappender.x.endpoint = x\\nappender.y.type = AzureMonitor\\nappender.y.name = B\\nappender.y.endpoint = y
            properties # appender.x.type = AzureMonitor\\nappender.x.name = A\\nappender.x.endpoint = ${sys:none:-${sys:oracle.stage}}\\nappender.y.type = AzureMonitor\\nappender.y.name = B\\nappender.y.endpoint = y
            properties # appender.x.type = AzureMonitor\\nappender.x.name = A\\nappender.x.endpoint = ${a}\\nproperty.a = late
            yaml # Configuration:\\n  Properties:\\n    Property:\\n      - name: a\\n        value: one\\n  Appenders:\\n    AzureMonitor:\\n      - name: A\\n        endpoint: ${a}\\n      - name: B\\n        endpoint: ${sys:none:-b}
            yaml # Configuration:\\n  Appenders:\\n    AzureMonitor:\\n      name: A\\n      endpoint: &anchor text\\n  Properties:\\n    Property:\\n      name: b\\n      value: *anchor
            """)
    void otherFormats(String format, String text) throws BadInput {
        assertSame(write("log4j2." + format, text.replace("\\n", "\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<Properties><Property name='a'>first</Property></Properties>", ""})
    void severalFilesThatAreMerged(String properties) throws BadInput {
        Path one = write(
                "one.xml",
                "<Configuration>" + properties + "<Appenders>"
                        + "<AzureMonitor name='A' endpoint='${a}'/><AzureMonitor name='B' endpoint='b'/></Appenders>"
                        + "</Configuration>");
        Path two = write(
                "two.xml",
                "<Configuration><Properties><Property name='a'>second</Property></Properties><Appenders>"
                        + "<AzureMonitor name='B' endpoint='${a}'/></Appenders></Configuration>");
        var parts = List.of(parsed(one), parsed(two));
        assertThat(asTools(Path.of(one + "," + two))).isEqualTo(configured(new CompositeConfiguration(parts)));
    }

    private void assertSame(Path file) throws BadInput {
        assertThat(asTools(file)).isEqualTo(configured(parsed(file)));
    }

    private static Map<String, String> asTools(Path file) throws BadInput {
        var around = new ConfigEnvironment(System::getenv, Map.of(), List.of(), null);
        try {
            return new ConfigFiles(around)
                    .read(List.of(file)).stream()
                            .collect(Collectors.toMap(
                                    AppenderConfig::name,
                                    found -> String.valueOf(found.settings().get("endpoint"))));
        } catch (BadInput none) {
            if (none.getMessage().contains("no Azure Monitor appender is configured")) {
                return Map.of();
            }
            throw none;
        }
    }

    private static AbstractConfiguration parsed(Path file) {
        Configuration configuration = ConfigurationFactory.getInstance()
                .getConfiguration(new LoggerContext("oracle"), "oracle", file.toUri());
        return (AbstractConfiguration) configuration;
    }

    private static Map<String, String> configured(Configuration configuration) {
        var found = new HashMap<String, String>();
        try {
            configuration.initialize();
            configuration.getAppenders().forEach((name, appender) -> {
                if (appender instanceof Recording ours) {
                    found.put(name, String.valueOf(ours.endpoint));
                }
            });
        } finally {
            configuration.stop();
        }
        return found;
    }

    private Path write(String name, String text) {
        return Configs.write(directory.resolve(name), text);
    }

    /** Stands in for the appender. */
    @Plugin(name = "AzureMonitor", category = Core.CATEGORY_NAME, elementType = "appender", printObject = true)
    public static final class Recording extends AbstractAppender {
        private final String endpoint;

        private Recording(String name, Filter filter, String endpoint) {
            super(name, filter, null, true, Property.EMPTY_ARRAY);
            this.endpoint = endpoint;
        }

        /** For Log4j2. */
        @PluginFactory
        public static Recording create(
                @PluginAttribute("name") String name, @PluginAttribute("endpoint") String endpoint) {
            return new Recording(name, null, endpoint);
        }

        @Override
        public void append(LogEvent event) {
            // Nothing is logged.
        }
    }
}
