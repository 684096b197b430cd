package io.github.azuremonitor.appender.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.rows.Row;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import io.github.azuremonitor.appender.tools.PodProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal of Azure's that is known, and what a person reads then. */
class CheckCommandTest {
    private static final String RULE = "src/test/resources/template/rule.json";

    @TempDir
    private Path directory;

    private final LogsEmulator emulator =
            LogsEmulator.builder().requireToken(false).start();

    @AfterEach
    void end() {
        emulator.close();
    }

    @Test
    void aRowIsSentAndTheQueryFindsIt() {
        Command check = check();
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.err()).isEmpty();
        assertThat(check.out()).contains("ok   row:           accepted for Custom-JavaLogs_CL, request id ");
        List<Row> rows = emulator.rows(Configs.STREAM);
        assertThat(rows).hasSize(1);
        assertThat(check.out())
                .contains("JavaLogs_CL | where Message == '" + rows.get(0).text("Message") + "'");
        assertThat(rows.get(0).text("Message")).as("fits between quotes").matches("[a-z0-9 -]+");
        assertThat(rows.get(0).timeReplaced()).isFalse();
        assertThat(emulator.complaints()).isEmpty();
    }

    @Test
    void everyRefusalIsExplainedInOneLineWithTheCure() {
        refused(Fault.unknownRule(), "404 NotFound", "the rule's immutableId and not its resource id");
        refused(
                Fault.refuseRole(),
                "403 OperationFailed",
                "role Monitoring Metrics Publisher on the data collection rule");
        refused(Fault.refuseToken(), "401 InvalidToken", "check cloud, audience and tenant");
        refused(
                Fault.status(401).error("InvalidAudience", "The audience is another."),
                "401 InvalidAudience",
                "check cloud, audience and tenant");
        refused(
                Fault.status(413).error("ContentLengthLimitExceeded", "Maximum allowed content length: 1048576 bytes."),
                "413 ContentLengthLimitExceeded",
                "less than 1 MB");
        refused(
                Fault.status(413).error("PayloadSizeLimitExceeded", "The payload is too large."),
                "413 PayloadSizeLimitExceeded",
                "50 MiB when it is inflated");
        refused(Fault.status(500).body(""), "500 (HTTP 500 without a text)", "Azure cannot be reached or is failing");
        refused(Fault.status(503), "503 ServiceUnavailable", "Azure cannot be reached or is failing");
        refused(
                Fault.status(400).error("MalformedJson", "malformed JSON"),
                "400 MalformedJson",
                "JSON fits dynamic columns only");
        refused(
                Fault.status(400).error("RecordsTimeRangeIsMoreThan30Minutes", "Too far apart."),
                "400 RecordsTimeRangeIsMoreThan30Minutes",
                "the plan Auxiliary");
        refused(Fault.status(429).retryAfter("3"), "429 TooManyRequests", "12,000 requests and 2 GB a minute");
        refused(Fault.status(415), "415", "gzipped JSON");
        refused(Fault.captivePortal(), "200", "does not give");
        refused(Fault.redirect("https://login.test/"), "302", "does not give");
        refused(Fault.reset(), "The connection to 127.0.0.1 broke", "before the answer was complete");
    }

    @Test
    void aStreamThatTheRuleDoesNotHave() {
        Command check = check("streamName", "Custom-Other_CL");
        assertThat(check.code()).isEqualTo(1);
        assertThat(failures(check))
                .singleElement()
                .asString()
                .contains("400 InvalidStream", "no stream Custom-Other_CL");
    }

    @Test
    void ofSeveralRulesEachIsTriedAndTheOneThatRefusesIsNamed() {
        String gone = "dcr-000000000000000000000000000000ff";

        Command check = check("dcrImmutableId", emulator.dcrImmutableId() + "," + gone);

        assertThat(check.code()).isEqualTo(1);
        assertThat(check.out())
                .contains("ok   row:           accepted for Custom-JavaLogs_CL of " + emulator.dcrImmutableId());
        assertThat(failures(check)).singleElement().asString().contains("404", "no data collection rule " + gone);
    }

    @Test
    void anEndpointThatNobodyAnswersAt() {
        emulator.close();
        Command check = check("credential", "managed-identity");
        assertThat(check.code()).isEqualTo(1);
        assertThat(failures(check)).singleElement().asString().contains("endpoint:", "refused");
    }

    @Test
    void anEndpointWithoutAnAddress() {
        Command check = check("endpoint", "https://nowhere.invalid", "trustedHosts", "nowhere.invalid");
        assertThat(check.code()).isEqualTo(1);
        assertThat(failures(check)).singleElement().asString().contains("nowhere.invalid");
    }

    @Test
    void aCertificateThatThisJvmDoesNotTrust() {
        try (var tls = LogsEmulator.builder().withHttps().start()) {
            String endpoint = tls.httpsEndpoint().toString();
            // On a busy machine the greeting by TLS takes longer than the default leaves it.
            Command check = check("endpoint", endpoint, "credential", "managed-identity", "connectTimeout", "30s");
            assertThat(check.code()).isEqualTo(1);
            assertThat(failures(check))
                    .singleElement()
                    .asString()
                    .contains("endpoint:", "does not trust the certificate");
        }
    }

    @Test
    void everyWrongSettingIsToldAndNothingIsSent() {
        Command check = check("linger", "5", "dcrImmutableId", "rule-1");
        assertThat(check.code()).isEqualTo(2);
        assertThat(check.out().lines()).hasSize(1);
        assertThat(check.out()).startsWith("FAIL configuration:").contains("linger", "dcrImmutableId");
        Command columns = check("columns", "Text = mesage");
        assertThat(columns.code()).isEqualTo(2);
        assertThat(columns.out()).contains("'mesage' is not a source");
        assertThat(emulator.requests()).isEmpty();
    }

    @Test
    void columnsThatTheRuleDoesNotTakeAreNamed() {
        Command check = Command.run(
                "check",
                "--against",
                RULE,
                "--config",
                config(
                        "streamName",
                        "Custom-Orders_CL",
                        "columns",
                        "TimeGenerated = timestamp; message = message;" + " Till:long = mdc.till; Level = level"));
        assertThat(failures(check))
                .anyMatch(line ->
                        line.contains("message is not declared, so Azure drops it; Message is, and case counts"))
                .anyMatch(line -> line.contains("Till is declared as int, but sent as long"))
                .noneMatch(line -> line.contains("Level"));
        assertThat(check.code()).isEqualTo(1);
        Command other = Command.run("check", "--against", RULE, "--config", config());
        assertThat(failures(other)).anyMatch(line -> line.contains("declares no stream Custom-JavaLogs_CL, but"));
    }

    @Test
    void columnsThatTheRuleTakesAreCountedAndItsTableIsAsked() throws IOException {
        Path arm = Configs.write(
                directory.resolve("arm.json"),
                Command.run("template", "--config", config(), "--format", "arm").out());
        Command check = Command.run("check", "--against", arm, "--config", config());
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.out())
                .contains("ok   columns:       all 11 are declared")
                .contains("JavaLogs_CL | where");
    }

    @Test
    void theRuleOfTheConfigurationIsComparedWithoutBeingAskedFor() throws IOException {
        Path arm = Configs.write(
                directory.resolve("arm.json"),
                Command.run("template", "--config", config(), "--format", "arm").out());
        Command check = check("dcr", arm.toString(), "columns", "standard; Till:long = mdc.till");
        assertThat(failures(check)).singleElement().asString().contains("Till is not declared, so Azure drops it");
        assertThat(emulator.stats(Configs.STREAM).ignoredProperties())
                .as("what the appender would not send is not probed with")
                .isZero();
    }

    @Test
    void aRuleThatTheAppenderWouldDoWithoutIsAFailureAndTheRowGoesOut() {
        Command check = check("dcr", directory.resolve("nowhere.json").toString());
        assertThat(failures(check)).singleElement().asString().contains("rule:", "nowhere.json does not exist; write");
        assertThat(check.out()).contains("ok   row: ");
        assertThat(check.code()).isEqualTo(1);
    }

    @Test
    void aRuleOfAnotherIdIsPointedOut() {
        Command check = Command.run("check", "--against", RULE, "--config", config("streamName", "Custom-Orders_CL"));
        assertThat(failures(check))
                .anyMatch(line ->
                        line.contains("rule:") && line.contains("holds the rule dcr-00000000000000000000000000000009"));
    }

    @Test
    void aTableOfAzuresIsAskedByItsNameAndItsColumnsAreChecked() throws IOException {
        String stream = "Custom-Microsoft-Syslog";
        Path config = config("streamName", stream, "columns", "syslog");
        Path arm = Configs.write(
                directory.resolve("arm.json"),
                Command.run("template", "--config", config, "--format", "arm").out());
        try (var azure = LogsEmulator.builder().requireToken(false).dcr(arm).start()) {
            Command check = Command.run(
                    "check", "--config", Configs.logback(directory, azure, "streamName", stream, "columns", "syslog"));
            assertThat(check.code()).as(check.toString()).isZero();
            String message = azure.rows(stream).get(0).text("SyslogMessage");
            assertThat(check.out()).contains("Syslog | where SyslogMessage == '" + message + "'");
        }
        Command wrong = check("streamName", stream, "columns", "syslog; Till = mdc.till");
        assertThat(failures(wrong)).singleElement().asString().contains("write Till_CF");
        assertThat(wrong.code()).isEqualTo(1);
    }

    @Test
    void columnsForWhichTheAppenderDoesNotStartAreSoWithARuleThatKnowsNothingOfTheTable() {
        Command check =
                check("dcr", RULE, "streamName", "Custom-Microsoft-Syslog", "columns", "syslog; Till = mdc.till");

        assertThat(failures(check)).anyMatch(line -> line.contains("write Till_CF"));
        assertThat(check.code()).isEqualTo(1);
        assertThat(emulator.requests())
                .as("rows that the appender would not send")
                .isEmpty();
    }

    @Test
    void everyStreamOfTheRoutesIsComparedAndGetsARow() throws IOException {
        String[] routed = {"routes", "level DEBUG -> Custom-Debug_CL; marker A -> Custom-Audit_CL"};
        Path arm = Configs.write(
                directory.resolve("arm.json"),
                Command.run("template", "--config", config(routed), "--format", "arm")
                        .out());
        Command half = Command.run("check", "--against", arm, "--config", config(routed));
        assertThat(half.code()).as("the emulator's rule has one of the three").isEqualTo(1);
        assertThat(half.out())
                .contains("all 11 are declared for Custom-JavaLogs_CL\n", "all 11 are declared for Custom-Debug_CL\n")
                .contains("accepted for Custom-JavaLogs_CL");
        assertThat(failures(half))
                .satisfiesExactly(
                        debug -> assertThat(debug).contains("InvalidStream", "no stream Custom-Debug_CL"),
                        audit -> assertThat(audit).contains("InvalidStream", "no stream Custom-Audit_CL"));
        try (var azure = LogsEmulator.builder().requireToken(false).dcr(arm).start()) {
            Command whole = Command.run("check", "--config", Configs.logback(directory, azure, routed));
            assertThat(whole.code()).as(whole.toString()).isZero();
            assertThat(whole.out()).contains("Audit_CL | where Message == 'probe ");
            assertThat(azure.rowCount("Custom-Audit_CL")).isEqualTo(1);
            assertThat(azure.rowCount("Custom-Debug_CL")).isEqualTo(1);
        }
    }

    @Test
    void aCredentialThatOnlyTheApplicationHasIsNotWaitedFor() {
        Command check = check("credential", "application");
        assertThat(check.code()).isEqualTo(1);
        assertThat(failures(check))
                .singleElement()
                .asString()
                .contains("only the application's code has its credential");
    }

    @Test
    void aFaultyRouteIsNamedBeforeAnythingIsSent() {
        Command check = check("routes", "levl DEBUG -> drop");
        assertThat(check.code()).isEqualTo(2);
        assertThat(failures(check))
                .singleElement()
                .asString()
                .contains("routes = \"levl DEBUG -> drop\": at character 1: 'levl'");
        assertThat(emulator.requests()).isEmpty();
    }

    @Test
    void theIdentityIsTheOneOfThePlaceWhereItRuns() throws Exception {
        try (var azure = LogsEmulator.builder().start()) {
            String works = inPod(azure, azure.identityHeader());
            String objectId = azure.managedIdentity().objectId();
            assertThat(works)
                    .contains("-    environment:   AZURE_MONITOR_LOGS_CREDENTIAL, AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID,"
                            + " AZURE_MONITOR_LOGS_ENDPOINT, AZURE_MONITOR_LOGS_STREAM_NAME")
                    .contains(
                            "-    environment:   AZURE_MONITOR_LOGS_ENDPONT: no setting is read from a variable of this name;"
                                    + " did you mean AZURE_MONITOR_LOGS_ENDPOINT?")
                    .contains("-    identity:      managed-identity: the system-assigned identity of this app"
                            + " (IDENTITY_ENDPOINT)\n")
                    .contains("ok   endpoint:      " + azure.httpEndpoint() + " (127.0.0.1) answers")
                    .contains("ok   token:         from managed-identity, object id " + objectId)
                    .contains("ok   row: ")
                    .endsWith("exit 0");
            azure.roles().revoke(objectId);
            assertThat(inPod(azure, azure.identityHeader()))
                    .contains("FAIL row: ")
                    .contains("--assignee-object-id " + objectId)
                    .endsWith("exit 1");
        }
    }

    /** In the short form the appender's tests show what each endpoint of an identity answers. */
    @Test
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void anIdentityEndpointThatRefusesIsTold() throws Exception {
        try (var azure = LogsEmulator.builder().start()) {
            assertThat(inPod(azure, "wrong"))
                    .contains("FAIL token:         none from managed-identity: ")
                    .endsWith("exit 1");
        }
    }

    @Test
    void whatCannotBeUsedIsOneLineAndExitCodeTwo() {
        Path nowhere = directory.resolve("nowhere.xml");
        for (Command command : List.of(
                Command.run("check", "--config", nowhere),
                Command.run("check", "--config", config(), "--against", nowhere),
                Command.run("check", "--config", config(), "--appender", "OTHER"),
                Command.run("check", "--env", "--config", config()),
                Command.run("check", "--colour"))) {
            assertThat(command.code()).as(command.toString()).isEqualTo(2);
            assertThat(command.err().lines()).as(command.toString()).hasSize(1);
        }
    }

    @Test
    void aRouteToAStreamThatIsNotThereIsNamedItself() {
        Command check = check("routes", "level DEBUG -> Custom-Debgu_CL; marker AUDIT -> drop");
        assertThat(check.code()).isEqualTo(1);
        assertThat(failures(check))
                .singleElement()
                .asString()
                .contains("no stream Custom-Debgu_CL; correct the route 'level DEBUG -> Custom-Debgu_CL' in routes")
                .doesNotContain("correct streamName");
    }

    @Test
    void whatTheStarterHasBesideTheSettingsIsTakenFromItsFile() {
        String file = """
                azure.monitor.logs:
                  endpoint: %s
                  dcr-immutable-id: %s
                  stream-name: ${STREAM_OF_SHOP:%s}
                  credential: none
                  columns: [standard, "Thread = thread"]
                  routes:
                    - marker AUDIT -> drop
                  enabled: %s
                  excluded-loggers: [com.shop.noisy]
                """;
        Path config = directory.resolve("application.yaml");
        Configs.write(
                config, file.formatted(emulator.httpEndpoint(), emulator.dcrImmutableId(), Configs.STREAM, "true"));
        Command check = Command.run("check", "--config", config);
        assertThat(check.code()).as(check.toString()).isZero();

        Configs.write(
                config, file.formatted(emulator.httpEndpoint(), emulator.dcrImmutableId(), Configs.STREAM, "false"));
        Command off = Command.run("check", "--config", config);
        assertThat(off.code()).isEqualTo(1);
        assertThat(failures(off)).singleElement().asString().contains("azure.monitor.logs.enabled is false");
    }

    /** As the appender does, which ships nothing then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logback.xml | <colums><column>standard</column></colums> | element <colums> | did you mean columns?",
                "logback.xml | <columns><column>standard</column><colum>A = level</colum></columns> | element <colum> | did you mean column?",
                "logback.xml | <filtr class='x.Y'><level>WARN</level></filtr> | element <filtr> | did you mean filter?",
                "log4j2.xml | <Colums><Column source='standard'/></Colums> | element <Colums> | did you mean columns?",
                "log4j2.xml | <Columns><Column source='standard'/><Colum name='A' source='level'/></Columns> | element <Colum> | did you mean Column?",
                "log4j2.xml | <Filtrs><ThresholdFilter level='WARN'/></Filtrs> | element <Filtrs> | did you mean Filters?"
            })
    void anElementThatNobodyReadsIsNamed(String file, String within, String element, String said) throws Exception {
        boolean logback = file.equals("logback.xml");
        String settings = logback
                ? "<endpoint>%s</endpoint><dcrImmutableId>%s</dcrImmutableId><streamName>%s</streamName>"
                        + "<credential>none</credential>"
                : "endpoint='%s' dcrImmutableId='%s' streamName='%s' credential='none'";
        String filled = settings.formatted(emulator.httpEndpoint(), emulator.dcrImmutableId(), Configs.STREAM);
        Path config = Configs.write(
                directory.resolve(file),
                logback
                        ? "<configuration><appender name='A' class='io.github.azuremonitor.appender.logback.AzureMonitorAppender'>"
                                + filled + within + "</appender></configuration>"
                        : "<Configuration><Appenders><AzureMonitor name='A' " + filled + ">" + within
                                + "</AzureMonitor></Appenders></Configuration>");
        Command check = Command.run("check", "--config", config);
        assertThat(check.code()).as(check.toString()).isEqualTo(2);
        assertThat(failures(check)).singleElement().asString().contains(element, said);
        assertThat(emulator.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE_MONITOR_LOGS_COLUMS, AZURE_MONITOR_LOGS_COLUMNS",
        "AZURE_MONITOR_LOGS_EXCLUDED_LOGERS, AZURE_MONITOR_LOGS_EXCLUDED_LOGGERS"
    })
    void aVariableThatIsMisspeltIsNamed(String variable, String meant) throws Exception {
        Path variables = Configs.write(directory.resolve("pod.env"), variable + "=x\n");
        Command check = Command.run("check", "--config", config(), "--env-file", variables);
        assertThat(check.code()).as(check.toString()).isEqualTo(2);
        assertThat(failures(check))
                .singleElement()
                .asString()
                .contains(variable + ": no setting is read from a variable of this name; did you mean " + meant + "?");
    }

    @Test
    void whatHasNoValueIsNamedBeforeTheVerdict() {
        Path config = Configs.write(directory.resolve("log4j2.xml"), """
                <Configuration><Appenders>
                  <AzureMonitor name="AZURE" endpoint="${env:NO_SUCH_VARIABLE}" streamName="Custom-A_CL"/>
                </Appenders></Configuration>
                """);
        Command check = Command.run("check", "--config", config);
        assertThat(check.out())
                .contains("endpoint: ${env:NO_SUCH_VARIABLE} has no value: set the variable NO_SUCH_VARIABLE");
        assertThat(check.code()).isEqualTo(2);
    }

    @Test
    void whatSwitchesTheStarterOffIsSaidToDoSo() throws Exception {
        Path variables = Configs.write(directory.resolve("pod.env"), """
                AZURE_MONITOR_LOGS_ENDPOINT=%s
                AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID=%s
                AZURE_MONITOR_LOGS_STREAM_NAME=%s
                AZURE_MONITOR_LOGS_CREDENTIAL=none
                AZURE_MONITOR_LOGS_ENABLED=false
                AZURE_MONITOR_LOGS_EXCLUDEDLOGGERS_0=com.shop
                """.formatted(
                        emulator.httpEndpoint(), emulator.dcrImmutableId(), Configs.STREAM));
        Command off = Command.run("check", "--env", "--env-file", variables);
        assertThat(off.code()).as(off.toString()).isEqualTo(1);
        assertThat(failures(off))
                .singleElement()
                .asString()
                .contains("AZURE_MONITOR_LOGS_ENABLED=false: the Spring Boot starter ships nothing");
        assertThat(off.out()).doesNotContain("is no setting").contains("ok   row:");
    }

    private void refused(Fault fault, String answer, String cure) {
        emulator.faults().clear();
        emulator.faults().always(fault);
        Command check = check();
        assertThat(check.code()).isEqualTo(1);
        assertThat(failures(check)).singleElement().asString().contains(answer, cure);
    }

    private Command check(String... namesAndValues) {
        return Command.run("check", "--config", config(namesAndValues));
    }

    private Path config(String... namesAndValues) {
        return Configs.logback(directory, emulator, namesAndValues);
    }

    private static List<String> failures(Command check) {
        return check.lines().stream().filter(line -> line.startsWith("FAIL ")).toList();
    }

    @Test
    void theWorkspaceIsAskedByTheSameIdentityWithATokenForItsOwnApi() throws Exception {
        try (var azure = LogsEmulator.builder().start()) {
            assertThat(inPod(
                            azure,
                            azure.identityHeader(),
                            "--workspace",
                            "11111111-2222-3333-4444-555555555555",
                            "--query-endpoint",
                            azure.httpEndpoint().toString()))
                    .contains("ok   row: ")
                    .contains("ok   stored?:       the row is in JavaLogs_CL, seen ")
                    .endsWith("exit 0");
            assertThat(azure.tokenRequests()).as("one for each API").hasSizeGreaterThanOrEqualTo(2);
        }
    }

    private static String inPod(LogsEmulator azure, String header, String... options)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("check", "--env"));
        arguments.addAll(List.of(options));
        return PodProcess.run(
                arguments,
                Map.of(
                        "IDENTITY_ENDPOINT",
                        azure.appServiceIdentityEndpoint().toString(),
                        "IDENTITY_HEADER",
                        header,
                        "AZURE_MONITOR_LOGS_ENDPOINT",
                        azure.httpEndpoint().toString(),
                        "AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID",
                        azure.dcrImmutableId(),
                        "AZURE_MONITOR_LOGS_STREAM_NAME",
                        Configs.STREAM,
                        "AZURE_MONITOR_LOGS_CREDENTIAL",
                        "managed-identity",
                        "AZURE_MONITOR_LOGS_ENDPONT",
                        "a slip"));
    }
}
