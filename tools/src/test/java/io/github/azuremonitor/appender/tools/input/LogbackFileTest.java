package io.github.azuremonitor.appender.tools.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.AppenderBase;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import io.github.azuremonitor.appender.tools.Configs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with which Logback chooses, includes and substitutes, beside what Logback itself makes of them. */
class LogbackFileTest {
    private static final String OURS = "class=\"" + Settings.LOGBACK_CLASS + "\"";

    @TempDir
    private Path directory;

    /** Without conditions, for which the oldest Logback wants Janino. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<property name='a' value='one'/><variable name='b'>two</variable>"
                        + "<appender name='A' OURS><endpoint>${a}-${b:-body}-${none:-three}</endpoint></appender>",
                "<property name='a' value='b'/><property name='b' value='deep'/>"
                        + "<appender name='A' OURS><endpoint>${${a}}${none:-${no:-${b}}}</endpoint></appender>",
                "<appender name='A' OURS><endpoint>${late}</endpoint></appender><property name='late' value='yes'/>",
                "<property file='DIR/vars.properties'/><appender name='${name}' OURS><endpoint>${ep}</endpoint></appender>",
                "<include file='DIR/included.xml'/><include optional='true' file='DIR/nowhere.xml'/>"
                        + "<appender name='A' OURS><endpoint>${fromIncluded}</endpoint></appender>",
                "<timestamp key='year' datePattern='yyyy'/>"
                        + "<appender name='A' OURS><endpoint>https://${year}</endpoint></appender>",
                "<timestamp key='day' datePattern='yyyyMMdd' timeReference='contextBirth'/>"
                        + "<appender name='A' OURS><endpoint>https://${day:-no}</endpoint></appender>",
                "<contextName>shop</contextName>"
                        + "<appender name='A' OURS><endpoint>${CONTEXT_NAME}</endpoint></appender>",
                "<define name='there' class='ch.qos.logback.core.property.FileExistsPropertyDefiner'>"
                        + "<path>DIR/vars.properties</path></define>"
                        + "<appender name='A' OURS><endpoint>${there}</endpoint></appender>",
                "<import class='" + Settings.LOGBACK_CLASS + "'/>"
                        + "<appender name='A' class='AzureMonitorAppender'><endpoint>e</endpoint></appender>",
                "<property name='a' value='one' scope='context'/><property name='a' value='two'/>"
                        + "<appender name='A' OURS><endpoint>${a}</endpoint></appender>",
                "<property name='a' value='one'/><property name='a' value='two'/>"
                        + "<appender name='A' OURS><endpoint>${a}</endpoint></appender>",
                "<substitutionProperty name='a' value='sub'/><appender name='A' OURS><endpoint>${a}</endpoint></appender>",
                "<appender name='A' OURS><endpoint>${no:-}|x</endpoint></appender>",
                "<appender name='A' OURS><endpoint>${file.separator}${java.specification.version}</endpoint></appender>",
                "<appender name='A' OURS><property name='in' value='within'/><endpoint>${in}</endpoint></appender>",
                "<appender name='A' OURS><param name='endpoint' value='by param'/></appender>",
                "<appender name='A' OURS><endpoint>first</endpoint><endpoint>second</endpoint></appender>",
                "<appender name='A' OURS><endpoint>\n  blanks  \n</endpoint></appender>",
                "<appender name='A' OURS><endpoint><![CDATA[a<b]]></endpoint></appender>",
                "<appender name='A' OURS><endpoint>a<!-- no -->b</endpoint></appender>",
                "<appender name='A' OURS><endpoint>\\${a} ${a</endpoint></appender>",
                "<property resource='nowhere.properties'/><appender name='A' OURS><endpoint>e</endpoint></appender>",
                "<include resource='nowhere.xml' optional='true'/><appender name='A' OURS><endpoint>e</endpoint></appender>",
                "<appender name='A' OURS><endpoint>https://${user.none:-u}:${x:-8443}</endpoint></appender>"
            })
    void whatLogbackReadsIsRead(String elements) throws Exception {
        Configs.write(directory.resolve("vars.properties"), "ep=https://${host}\nhost=h\nname=N\n");
        Configs.write(
                directory.resolve("included.xml"), "<included><property name='fromIncluded' value='inc'/></included>");
        String text = elements.replace("OURS", OURS).replace("DIR", directory.toString());
        Path file = write(text + "<root level='INFO'><appender-ref ref='A'/><appender-ref ref='N'/></root>");

        assertThat(only(file).settings()).as(text).isEqualTo(asLogback(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "isDefined(\"K_SERVICE\"); true",
                "isDefined('NOTHING'); false",
                "!isNull(\"K_SERVICE\") && !isDefined(\"NOTHING\"); true",
                "isNull(\"K_SERVICE\") || propertyEquals(\"K_SERVICE\", \"shop\"); true",
                "propertyContains(\"K_SERVICE\", \"xy\"); false",
                "property(\"K_SERVICE\").equalsIgnoreCase(\"SHOP\"); true",
                "p(\"K_SERVICE\").contains(\"ho\") && (p(\"NOTHING\").isEmpty()); true",
                "\"${K_SERVICE}\".startsWith(\"sh\"); true",
                "\"${NOTHING}\".equals(\"NOTHING_IS_UNDEFINED\"); true",
                "System.getProperty(\"stage\") != null; true",
                "System.getenv(\"NOTHING\") == null; true",
                "return property(\"stage\").matches(\"x\"); both",
                "new java.util.Random().nextBoolean(); both"
            })
    void aConditionChoosesItsBranch(String condition, String outcome) throws BadInput {
        String attribute = condition.replace("&", "&amp;").replace("'", "&apos;");
        List<AppenderConfig> found = all(write("<if condition='" + attribute + "'><then>" + stream("Custom-Then_CL")
                + "</then><else>" + stream("Custom-Else_CL") + "</else></if>"));

        List<String> streams = found.stream()
                .map(appender -> appender.settings().get("streamName"))
                .toList();
        if (outcome.equals("both")) {
            assertThat(streams).containsExactly("Custom-Then_CL", "Custom-Else_CL");
            assertThat(found).extracting(AppenderConfig::name).containsExactly("AZURE", "AZURE#2");
            assertThat(found.get(0).remarks().toString()).contains("line 1", "is not known here", "both branches");
        } else {
            assertThat(streams).containsExactly(outcome.equals("true") ? "Custom-Then_CL" : "Custom-Else_CL");
            assertThat(found.get(0).remarks()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ExpressionPropertyCondition; <expression>isDefined(\"K_SERVICE\")</expression>; Then",
                "ExpressionPropertyCondition; <expression>!isDefined(\"K_SERVICE\")</expression>; Else",
                "PropertyEqualityCondition; <key>stage</key><value>prod</value>; Then",
                "IsPropertyDefinedCondition; <key>stage</key>; Then",
                "IsPropertyNullCondition; <key>stage</key>; Else"
            })
    void aConditionMayBeAnElementBeforeIt(String type, String inner, String branch) throws BadInput {
        Path file = write("<condition class='ch.qos.logback.core.boolex." + type + "'>" + inner
                + "</condition><if><then>" + stream("Custom-Then_CL") + "</then><else>" + stream("Custom-Else_CL")
                + "</else></if>");

        assertThat(only(file).settings()).containsEntry("streamName", "Custom-" + branch + "_CL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<threshold level='WARN'/> | element <threshold>: Logback does not read the attribute level; write the value as the element's text",
                "<columns/> | element <columns>: is empty, and without what it was meant to say more might be sent; write a value or remove it",
                "<columns><column name='Ab' source='level'/></columns> | element <column>: Logback does not read the attribute name",
                "<route value='level INFO -> drop'/> | element <route>: Logback does not read the attribute value",
                "<route/> | element <route>: is empty"
            })
    void whatLogbackPassesOverIsToldAsTheAppenderTellsIt(String element, String slip) throws BadInput {
        AppenderConfig found =
                only(write("<appender name='A' " + OURS + "><endpoint>e</endpoint>" + element + "</appender>"));
        assertThat(found.slips())
                .extracting(SettingProblem::toString)
                .anySatisfy(told -> assertThat(told).startsWith(slip));
    }

    @Test
    void theAppenderOfASiftIsFoundAndItsKeyHasNoValueHere() throws BadInput {
        AppenderConfig found = only(write("<appender name='SIFT' class='ch.qos.logback.classic.sift.SiftingAppender'>"
                + "<discriminator><key>tenant</key><defaultValue>none</defaultValue></discriminator><sift>"
                + "<property name='ep' value='e'/><if condition='isDefined(\"stage\")'><then><appender name='A-${tenant}' "
                + OURS
                + "><endpoint>${ep}</endpoint><appName>${tenant}</appName></appender></then></if></sift></appender>"));

        assertThat(found.settings()).containsEntry("endpoint", "e").containsEntry("appName", "${tenant}");
        assertThat(found.remarks()).singleElement().asString().contains("appName: ${tenant} has no value");
    }

    @Test
    void conditionsMayStandWithinAnAppender() throws BadInput {
        Path file = write("<appender name='A' " + OURS + "><if condition='isDefined(\"stage\")'><then>"
                + "<streamName>Custom-In_CL</streamName></then></if><linger>1s</linger></appender>");

        assertThat(only(file).settings()).isEqualTo(Map.of("streamName", "Custom-In_CL", "linger", "1s"));
    }

    @Test
    void aProfileChoosesItsPart() throws BadInput {
        Path file = write("<springProfile name='prod &amp; !eu, test'>" + stream("Custom-Prod_CL")
                + "</springProfile><springProfile name='!prod'>" + stream("Custom-Dev_CL") + "</springProfile>");

        assertThat(only(file).settings()).containsEntry("streamName", "Custom-Dev_CL");
        assertThat(only(file).remarks().toString()).contains("active here: default", "--profile");
        assertThat(read(file, around(List.of("prod"))).get(0).settings()).containsEntry("streamName", "Custom-Prod_CL");
        assertThat(read(file, around(List.of("prod"))).get(0).remarks()).isEmpty();
        assertThat(read(file, around(List.of("test", "eu")))).hasSize(2);
        assertThatThrownBy(() -> read(file, around(List.of("prod", "eu"))))
                .hasMessageContaining("no Azure Monitor appender");
    }

    @Test
    void aPropertyOfSpringComesFromItsFileOrIsNamed() throws BadInput {
        Path file =
                write("<springProperty name='ep' source='azure.ep'/><springProperty name='region' source='app.region'"
                        + " defaultValue='eastus'/><appender name='A' " + OURS
                        + "><endpoint>${ep}</endpoint><environment>${region}</environment></appender>");

        assertThat(only(file).settings()).containsEntry("endpoint", "${ep}").containsEntry("environment", "eastus");
        assertThat(only(file).remarks())
                .containsExactly(
                        "endpoint: ${ep} has no value: ep is Spring's property azure.ep, which is not set; give"
                                + " -D azure.ep=…, or --properties with Spring's file");

        Configs.write(directory.resolve("application.yaml"), "azure.ep: https://${HOST:h}\napp:\n  region: westus\n");
        assertThat(only(file).settings()).isEqualTo(Map.of("endpoint", "https://h", "environment", "westus"));
        Path other = Configs.write(directory.resolve("other.properties"), "azure.ep=https://other");
        var named = new ConfigEnvironment(name -> null, Map.of(), List.of(), other);
        assertThat(read(file, named).get(0).settings()).containsEntry("endpoint", "https://other");
        var given = new ConfigEnvironment(name -> null, Map.of("azure.ep", "https://given"), List.of(), null);
        assertThat(read(file, given).get(0).settings()).containsEntry("endpoint", "https://given");
    }

    @Test
    void whatCannotBeFollowedIsNamed() throws BadInput {
        Path file = write("<property file='nowhere.properties'/><include file='nowhere.xml'/>"
                + "<include url='http://127.0.0.1:1/x.xml'/><define name='d' class='com.shop.Definer'/>"
                + "<insertFromJNDI env-entry-name='java:comp/env/x' as='j'/><appender name='A' " + OURS
                + "><endpoint>${d}${j}${NO_VARIABLE}</endpoint></appender>");

        assertThat(String.join("\n", only(file).remarks()))
                .contains(
                        "line 1: the properties of nowhere.properties are not there",
                        "nowhere.xml is included, but is not there",
                        "http://127.0.0.1:1/x.xml is included, but nothing is fetched here",
                        "d is what the class com.shop.Definer says; give -D d=…",
                        "j comes from JNDI; give -D j=…",
                        "NO_VARIABLE is neither defined in the file nor a variable");
    }

    @Test
    void filesThatIncludeEachOtherComeToAnEnd() {
        Path file = directory.resolve("logback.xml");
        Configs.write(file, "<configuration><include file='" + file + "'/></configuration>");

        assertThatThrownBy(() -> only(file)).isInstanceOf(BadInput.class).hasMessageContaining("include each other");
    }

    @Test
    void filesBesideTheFileAreFoundAndSystemPropertiesToo() throws BadInput {
        Configs.write(directory.resolve("vars.properties"), "ep=https://beside");
        Configs.write(directory.resolve("part.xml"), "<included>" + stream("Custom-${table}_CL") + "</included>");
        Path file = write("<property resource='vars.properties'/><include resource='part.xml'/>");
        var around = new ConfigEnvironment(name -> null, Map.of("table", "Orders"), List.of(), null);

        assertThat(read(file, around).get(0).settings()).containsEntry("streamName", "Custom-Orders_CL");
    }

    private static String stream(String name) {
        return "<appender name=\"AZURE\" " + OURS + "><streamName>" + name + "</streamName></appender>";
    }

    private Path write(String elements) {
        return Configs.write(directory.resolve("logback.xml"), "<configuration>" + elements + "</configuration>");
    }

    private AppenderConfig only(Path file) throws BadInput {
        List<AppenderConfig> found = all(file);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<AppenderConfig> all(Path file) throws BadInput {
        var variables = Map.of("K_SERVICE", "shop");
        return read(file, new ConfigEnvironment(variables::get, Map.of("stage", "prod"), List.of(), null));
    }

    private static ConfigEnvironment around(List<String> profiles) {
        return new ConfigEnvironment(name -> null, Map.of(), profiles, null);
    }

    private static List<AppenderConfig> read(Path file, ConfigEnvironment around) throws BadInput {
        return new ConfigFiles(around).read(List.of(file));
    }

    /** What Logback sets on an appender in the place of ours. */
    private static Map<String, String> asLogback(Path file) throws Exception {
        String text = Files.readString(file)
                .replace(Settings.LOGBACK_CLASS, Recording.class.getName())
                .replace("'AzureMonitorAppender'", "'LogbackFileTest$Recording'");
        Path copy = Configs.write(file.resolveSibling("copy.xml"), text);
        var context = new LoggerContext();
        var joran = new JoranConfigurator();
        joran.setContext(context);
        Recording.SEEN.clear();
        joran.doConfigure(copy.toFile());
        context.stop();
        return Map.copyOf(Recording.SEEN);
    }

    /** Stands in for the appender. */
    public static final class Recording extends AppenderBase<Object> {
        private static final Map<String, String> SEEN = new TreeMap<>();

        public void setEndpoint(String endpoint) {
            SEEN.put("endpoint", endpoint);
        }

        @Override
        protected void append(Object event) {
            // Nothing is logged.
        }
    }
}
