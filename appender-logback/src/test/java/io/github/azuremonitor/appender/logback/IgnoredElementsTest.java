package io.github.azuremonitor.appender.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Logback passes over without a word would let more be sent than somebody wanted. */
class IgnoredElementsTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<threshold level='WARN'/> | element <threshold> | does not read the attribute level; write the value as the element's text",
                "<threshold>INFO<!-- was WARN --></threshold><threshold value='WARN'/> | element <threshold> | attribute value",
                "<threshold/> | element <threshold>: is empty | write a value or remove it",
                "<columns/> | element <columns>: is empty | write a value or remove it",
                "<columns><!-- later --></columns> | element <columns>: is empty | write a value",
                "<columns value='standard'/> | element <columns> | attribute value",
                "<columns preset='standard'><column>Ab = level</column></columns> | element <columns> | attribute preset",
                "<columns><column name='Ab' source='level'/></columns> | element <column> | attribute source",
                "<column name='Ab'>level</column> | element <column> | attribute name",
                "<columns><column/></columns> | element <column>: is empty | write a value",
                "<properties none='true'/> | element <properties> | attribute none",
                "<route/> | element <route>: is empty | write a value",
                "<route target='drop'>level = INFO -> drop</route> | element <route> | attribute target",
                "level = INFO -> drop | element <appender> = \"level = INFO -> drop\" | a text within it has no effect",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter' level='WARN'/> | element <filter> | attribute level; write it as an element within",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'/> | filter ThresholdFilter | has not started",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'>WARN</filter> | element <filter> = \"WARN\" | a text within it has no effect",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'><level>WRAN</level></filter> | element <level> = \"WRAN\" | Logback takes DEBUG for it",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'><level>${LEVEL_OF_NOBODY}</level></filter> | element <level> = \"${LEVEL_OF_NOBODY}\" | Logback takes DEBUG for it",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'><level>${LEVEL_OF_NOBODY:-WRAN}</level></filter> | element <level> | Logback takes DEBUG for it",
                "<filter class='ch.qos.logback.classic.filter.LevelFilter'><level>INFOO</level><onMatch>DENY</onMatch></filter> | element <level> = \"INFOO\" | Logback takes DEBUG for it",
                "<filter class='ch.qos.logback.classic.filter.LevelFilter'><level>INFO</level><onMatch value='DENY'/></filter> | element <onMatch> | attribute value",
                "<filter class='ch.qos.logback.classic.filter.LevelFilter'><level>INFO</level><onMatch/></filter> | element <onMatch>: is empty | write a value",
                "<filter class='ch.qos.logback.core.filter.EvaluatorFilter'/> | filter EvaluatorFilter | has not started",
            })
    void stopTheShippingAndAreNamed(String within, String slip, String said, LogsEmulator azure) throws IOException {
        Application application = configured(within, azure);
        application.root().info("secret");

        assertThat(application.warnings())
                .as("%s", application.statuses())
                .singleElement()
                .asString()
                .startsWith("Log events are not sent to Azure Monitor, ")
                .contains(slip, said);
        assertThat(application.appender().isStarted()).isFalse();
        application.context().stop();
    }

    @Test
    void anAttributeOfTheAppenderItselfIsOne(LogsEmulator azure) throws IOException {
        String xml = Application.configuration(Application.appender("AZURE", azure))
                .replace("<appender name='AZURE'", "<appender name='AZURE' threshold='WARN'");
        Application application = Application.configuredBy(Files.writeString(directory.resolve("logback.xml"), xml));

        assertThat(application.warnings())
                .singleElement()
                .asString()
                .contains("element <appender>: Logback does not read the attribute threshold; write it as an element");
        assertThat(application.appender().isStarted()).isFalse();
        application.context().stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "resource", "url"})
    void areFoundInWhatIsIncluded(String how, LogsEmulator azure) throws Exception {
        String included = "<included>"
                + Application.appender("AZURE", azure).replace("</appender>", "<threshold level='WARN'/></appender>")
                + "</included>";
        Path file = Files.writeString(directory.resolve("included.xml"), included);
        Path jar = directory.resolve("included.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("included.xml"));
            out.write(included.getBytes(StandardCharsets.UTF_8));
        }
        String include = switch (how) {
            case "file" -> "file='" + file + "'";
            case "url" -> "url='jar:" + jar.toUri() + "!/included.xml'";
            default -> "resource='ignored-elements.xml'";
        };
        String xml = "<configuration><include " + include
                + "/><root level='INFO'><appender-ref ref='AZURE'/></root></configuration>";
        Application application = Application.configuredBy(Files.writeString(directory.resolve("logback.xml"), xml));

        assertThat(application.warnings())
                .as("%s", application.statuses())
                .singleElement()
                .asString()
                .contains("element <threshold>", "attribute level");
        application.context().stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<threshold>INFO</threshold><columns>standard</columns>",
                "<threshold>${LEVEL_OF_NOBODY:-}</threshold><columns><column>Extra = level</column></columns>",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'><level> info </level></filter>",
                "<filter name='f' class='ch.qos.logback.classic.filter.ThresholdFilter'><level>${LOCAL}</level></filter>",
                "<filter class='ch.qos.logback.classic.filter.LevelFilter'><level>WARN</level><onMatch>DENY</onMatch></filter>",
                "<param name='threshold' value='INFO'/>",
                "<encoder class='x'><pattern a='b'>%msg</pattern></encoder><layout/>",
                "<appName></appName><environment/>",
                "<property name='a' value='b'/>",
                "<filter class='io.github.azuremonitor.appender.logback.IgnoredElementsTest$Own'><flag/></filter>"
            })
    void whatLogbackReadsIsNone(String within, LogsEmulator azure) throws IOException {
        try (Application application = configured(within, azure)) {
            application.root().info("line");
            application.root().debug("not this one, where there is a limit");
            application.flush();
            assertThat(application.warnings()).isEmpty();
            assertThat(Application.messages(azure)).contains("line");
        }
    }

    /** They are the application's, and the console has them too: shipping goes on, and it is said that more is sent. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<logger name='a.b' level='WRAN'/> | more is sent than meant: \"WRAN\", the level of logger a.b, is not a level, and Logback takes DEBUG for it",
                "<logger name='a.b'><level value='INFOO'/></logger> | \"INFOO\", the level of logger a.b, is not",
                "<root level='${LEVEL_OF_NOBODY}'/> | \"${LEVEL_OF_NOBODY}\", the level of logger ROOT, is not",
                "<root level='${LEVEL_OF_NOBODY:-WRAN}'/> | of logger ROOT, is not a level",
            })
    void aLevelOfALoggerThatIsNoneIsTold(String logger, String said, LogsEmulator azure) throws IOException {
        try (Application application = withLogger(logger, azure)) {
            application.root().info("line");
            application.flush();
            assertThat(application.warnings()).singleElement().asString().contains(said);
            assertThat(Application.messages(azure)).containsExactly("line");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<logger name='a' level='warn'/>",
                "<logger name='a' level='INHERITED'/>",
                "<logger name='a' level='null'/>",
                "<logger name='a' level='OFF'/>",
                "<logger name='a'><level value='ALL'/></logger>",
                "<logger name='a' level='${LOCAL}'/>",
                "<logger name='a' level='${LEVEL_OF_NOBODY:-ERROR}'/>",
                "<logger name='a' additivity='false'/>",
            })
    void everyLevelThatLogbackKnowsIsRight(String logger, LogsEmulator azure) throws IOException {
        try (Application application = withLogger(logger, azure)) {
            assertThat(application.warnings()).isEmpty();
        }
    }

    private Application withLogger(String logger, LogsEmulator azure) throws IOException {
        String xml = Application.configuration(Application.appender("AZURE", azure))
                .replace("<configuration>", "<configuration><property name='LOCAL' value='INFO'/>")
                .replace("</configuration>", logger + "</configuration>");
        return Application.configuredBy(Files.writeString(directory.resolve("logback.xml"), xml));
    }

    @Test
    void thoseOfOneAppenderLeaveAnotherOneAlone(LogsEmulator azure) throws IOException {
        String xml = Application.configuration(
                Application.appender("OTHER", azure).replace("</appender>", "<columns/></appender>"),
                Application.appender("AZURE", azure));
        Application application = Application.configuredBy(Files.writeString(directory.resolve("logback.xml"), xml));
        application.root().info("line");
        application.flush();
        assertThat(Application.messages(azure)).containsExactly("line");
        assertThat(application.appender("OTHER").isStarted()).isFalse();
        application.context().stop();
    }

    private Application configured(String within, LogsEmulator azure) throws IOException {
        String xml = Application.configuration(
                        Application.appender("AZURE", azure).replace("</appender>", within + "</appender>"))
                .replace("<configuration>", "<configuration><property name='LOCAL' value='INFO'/>");
        return Application.configuredBy(Files.writeString(directory.resolve("logback.xml"), xml));
    }

    /** An application's filter, which needs no value. */
    public static final class Own extends Filter<ILoggingEvent> {
        private String flag = "none";

        /** Never called, as the element is empty. */
        public void setFlag(String flag) {
            this.flag = flag;
        }

        @Override
        public FilterReply decide(ILoggingEvent event) {
            return flag.equals("none") ? FilterReply.NEUTRAL : FilterReply.DENY;
        }
    }
}
