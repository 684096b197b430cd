package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.WarnStatus;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The appender says what is wrong, once, where people look, and never so that an application does not start. */
class TheAppenderIsHeardTest {
    private static final Map<String, String> FAULTY = new LinkedHashMap<>();

    static {
        FAULTY.put("endpoint", "not an endpoint");
        FAULTY.put("dcrImmutableId", "dcr-123");
        FAULTY.put("streamName", "1");
        FAULTY.put("proxy", "http://joe:hunter2@proxy:99999");
        FAULTY.put("linger", "5");
        FAULTY.put("spoolMaxBytes", "lots");
        FAULTY.put("whenFull", "panic");
        FAULTY.put("columns", "standard; Order = nowhere");
    }

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    @Test
    void allFaultsAtOnceAndNoneIsAnError() {
        try (var application = Application.configured(configuration(FAULTY))) {
            application.root().error("logging goes on");

            assertThat(application.appender().isStarted()).isFalse();
            assertThat(application.warnings())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("8 settings are wrong")
                    .contains("endpoint", "not an endpoint", "dcrImmutableId", "dcr-123", "streamName")
                    .contains(
                            "proxy",
                            "linger",
                            "a bare number has no unit",
                            "spoolMaxBytes",
                            "lots",
                            "whenFull",
                            "panic")
                    .contains("columns", "nowhere")
                    .doesNotContain("hunter2");
            assertThat(application.statuses())
                    .noneSatisfy(
                            status -> assertThat(status.getEffectiveLevel()).isEqualTo(Status.ERROR));
        }
    }

    @Test
    void strictMakesItAnError() {
        var strict = new LinkedHashMap<>(FAULTY);
        strict.put("strict", "true");
        var application = Application.configured(configuration(strict));

        assertThat(application.said(Status.ERROR)).hasSize(1).first().asString().doesNotContain("hunter2");
        assertThat(application.warnings()).isEmpty();
        assertThat(application.appender().isStarted()).isFalse();
        application.context().stop();
    }

    @Test
    void anEncoderIsTheOnlyThingThatAnAppenderOfLogbackHasAndThisOneIgnores(LogsEmulator azure) {
        String xml = Application.configuration(Application.appender("AZURE", azure)
                .replace("</appender>", "<encoder><pattern>%msg</pattern></encoder></appender>"));
        try (var application = Application.configured(xml)) {
            application.root().info("line");
            application.flush();
            assertThat(Application.messages(azure)).containsExactly("line");
        }
    }

    /** Without what it was meant to say, rows would hold what nobody wanted to send. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<colums>standard</colums> | element <colums>: there is no such element here | did you mean columns?",
                "<colums><column>standard</column></colums> | element <colums> | did you mean columns?",
                "<columns><colum>Message = logger</colum></columns> | element <colum> | did you mean column?",
                "<rout>level INFO -> drop</rout> | element <rout> | did you mean route?",
                "<clientSecret>x</clientSecret> | element <clientSecret> | does not belong into configuration files",
                "<workspaceKey>x</workspaceKey> | element <workspaceKey> | remove it",
                "<filtr class='ch.qos.logback.classic.filter.ThresholdFilter'><level>WARN</level></filtr> | element <filtr> | did you mean filter?",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'><levl>WARN</levl></filter> | element <levl> | is unknown in ch.qos.logback.classic.filter.ThresholdFilter",
                "<filter class='com.example.Missing'/> | Logback cannot read a part of it | com.example.Missing",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'><level>${LEVEL</level></filter> | Logback cannot read a part of it | Problem while parsing [${LEVEL]",
                "<filter class='ch.qos.logback.classic.filter.LevelFilter'><level>WARN</level><onMismatch>DENNY</onMismatch></filter> | Logback cannot read a part of it | DENNY",
                "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'><level><value>WARN</value></level></filter> | element <value> | is unknown in ch.qos.logback.classic.filter.ThresholdFilter",
                "<filter/> | Logback cannot read a part of it | Could not find an appropriate class for property [filter]",
                "<threshold>WRAN</threshold> | threshold = | is not a level; write WARN",
                "<threshold>${LEVEL_OF_NOBODY}</threshold> | threshold = | a variable in it is undefined"
            })
    void whatIsMisspeltStopsTheShippingAndIsNamed(String within, String slip, String said, LogsEmulator azure) {
        String xml = Application.configuration(
                Application.appender("AZURE", azure).replace("</appender>", within + "</appender>"));
        Application application = Application.configured(xml);
        application.root().info("secret");

        assertThat(application.warnings())
                .as("%s", application.statuses())
                .singleElement()
                .asString()
                .startsWith("Log events are not sent to Azure Monitor, a setting is wrong:")
                .contains(slip, said);
        assertThat(application.appender().isStarted()).isFalse();
        application.appender().start();
        assertThat(application.appender().isStarted())
                .as("at a second start either")
                .isFalse();
        application.context().stop();
    }

    @Test
    void aSlipInOneAppenderLeavesAnotherOneAlone(LogsEmulator azure) {
        String xml = Application.configuration(
                Application.appender("OTHER", azure).replace("</appender>", "<colums>x</colums></appender>"),
                Application.appender("AZURE", azure));
        Application application = Application.configured(xml);
        try {
            application.root().info("line");
            application.flush();
            assertThat(Application.messages(azure)).containsExactly("line");
            assertThat(application.appender("OTHER").isStarted()).isFalse();
        } finally {
            application.context().stop();
        }
    }

    @Test
    void slipsAreFoundBeyondTheStatusesThatLogbackKeeps(LogsEmulator azure) {
        String xml = Application.configuration(
                Application.appender("AZURE", azure).replace("</appender>", "<colums>x</colums></appender>"));
        Application application = Application.configured("<configuration/>");
        for (int i = 0; i < 400; i++) {
            application.context().getStatusManager().add(new WarnStatus("status " + i, this));
        }
        application.configure(xml);
        assertThat(application.appender().isStarted()).isFalse();
        application.context().stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${AZURE_ENDPOINT_OF_NOBODY}",
                "AZURE_ENDPOINT_OF_NOBODY_IS_UNDEFINED",
                "${AZURE_ENDPOINT_OF_NOBODY:-}"
            })
    void anEndpointThatIsNotSetMeansNotConfigured(String endpoint, LogsEmulator azure) {
        try (var application = Application.shippingTo(azure, "endpoint=" + endpoint)) {
            application.root().info("line");

            assertThat(application.appender().isStarted()).isFalse();
            assertThat(application.warnings()).isEmpty();
            assertThat(application.said(Status.INFO))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("Not configured", "endpoint");
        }
    }

    @Test
    void theFirstAcceptedBatchIsSaidOnce(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure)) {
            for (int i = 0; i < 3; i++) {
                application.root().info("line");
                application.flush();
            }
            assertThat(application.said(Status.INFO))
                    .filteredOn(line -> line.startsWith("first "))
                    .containsExactly("first 1 rows accepted for stream Custom-JavaLogs_CL; "
                            + "a new table can take 15 minutes to show them");
        }
    }

    @Test
    void warningsReachTheConsoleWhenNobodyListens(LogsEmulator azure) {
        String console = Application.standardError(() -> {
            var application = Application.unheard(
                    Application.configuration(Application.appender("AZURE", azure, "shutdownTimeout=500ms")));
            try (application) {
                azure.faults().always(Fault.refuseRole());
                application.root().info("line");
                await().atMost(LONG).until(() -> !application.warnings().isEmpty());
                application.context().getStatusManager().add(new WarnStatus("other", this));
            }
        });
        assertThat(console.lines().filter(line -> line.contains("Monitoring Metrics Publisher")))
                .hasSize(1);
        assertThat(console).contains("stopped: 1 events offered, 0 accepted, 0 left waiting, 1 dropped");
        assertThat(console).doesNotContain("other");
    }

    @Test
    void faultsReachTheConsoleWhenNobodyListens() {
        String console = Application.standardError(
                () -> Application.unheard(configuration(FAULTY)).close());

        assertThat(console).contains("8 settings are wrong").doesNotContain("hunter2");
    }

    @Test
    void oneListenerIsEnough(LogsEmulator azure) {
        String xml = Application.configuration(
                Application.appender("ONE", azure),
                Application.appender("TWO", azure),
                Application.appender("AZURE", azure));
        try (var application = Application.unheard(xml)) {
            assertThat(application.context().getStatusManager().getCopyOfStatusListenerList())
                    .hasSize(1);
            for (int i = 0; i < 3; i++) {
                application.context().reset();
                application.configure(xml);
            }
            assertThat(application.context().getStatusManager().getCopyOfStatusListenerList())
                    .hasSize(1);
        }
    }

    private static String configuration(Map<String, String> settings) {
        return Application.configuration(Application.appender("AZURE", settings));
    }
}
