package io.github.azuremonitor.appender.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.ingest.Mode;
import io.github.azuremonitor.appender.tools.App;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code check --workspace} says of a row that Azure took; with real tokens in {@link CheckCommandTest}. */
class StoredTest {
    private static final String ID = "11111111-2222-3333-4444-555555555555";

    private static final String RULE =
            "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/shop/providers/"
                    + "Microsoft.Insights/dataCollectionRules/logs";

    @TempDir
    private Path directory;

    private final List<LogsEmulator> open = new ArrayList<>();

    @AfterEach
    void end() {
        open.forEach(LogsEmulator::close);
    }

    @Test
    void theRowIsFoundInTheTableThatTheRuleLeadsTo() throws IOException {
        LogsEmulator azure = emulator("source");
        Command check = check(azure);
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.out()).contains("ok   stored?:       the row is in JavaLogs_CL, seen ");
        assertThat(check.out()).as("nobody has to look himself").doesNotContain("| where Message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'dcrImmutableId':{'type':'String','value':'RULE'},'workspaceCustomerId':{'type':'String','value':'ID'}}",
                "{'properties':{'outputs':{'workspaceCustomerId':{'type':'String','value':'ID'}}}}",
                "{'dcr_immutable_id':{'sensitive':false,'type':'string','value':'RULE'},"
                        + "'workspace_customer_id':{'sensitive':false,'type':'string','value':'ID'}}"
            })
    void nobodyCopiesAnIdIfThereAreTheOutputsOfTheTemplate(String printed) throws IOException {
        LogsEmulator azure = emulator("source");
        Path outputs = outputs(printed, azure.dcrImmutableId());
        Command check = check(azure, "--workspace", outputs.toString());
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.out()).contains("ok   stored?:       the row is in JavaLogs_CL, seen ");
    }

    @Test
    void theOutputsOfAnotherDeploymentAreToldBeforeARowIsSent() throws IOException {
        LogsEmulator azure = emulator("source");
        String printed = "{'dcrImmutableId':{'value':'RULE'},'workspaceCustomerId':{'value':'ID'}}";
        Command check = check(
                azure,
                "--workspace",
                outputs(printed, "dcr-00000000000000000000000000000009").toString());
        assertThat(failure(check))
                .contains(
                        "workspace:",
                        "of the rule dcr-00000000000000000000000000000009",
                        "sends to " + azure.dcrImmutableId());
        assertThat(azure.rowCount(Configs.STREAM)).isZero();
    }

    @Test
    void aFileWithoutTheWorkspaceIsOneLine() throws IOException {
        LogsEmulator azure = emulator("source");
        for (String printed : List.of("{'endpoint':{'value':'x'}}", "[]", "no JSON")) {
            Command check = check(azure, "--workspace", outputs(printed, "").toString());
            assertThat(check.code()).as(check.toString()).isEqualTo(2);
            assertThat(check.err().lines()).singleElement().asString().contains("outputs.json");
        }
    }

    private Path outputs(String printed, String rule) {
        return Configs.write(
                directory.resolve("outputs.json"),
                printed.replace('\'', '"').replace("RULE", rule).replace("ID\"", ID + "\""));
    }

    @Test
    void whileTheRowIsOnItsWayItIsAskedForAgain() throws IOException {
        LogsEmulator azure = emulator("source");
        azure.queryFaults()
                .next(
                        2,
                        Fault.status(200)
                                .body("{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[],\"rows\":[]}]}"));
        Command check = check(azure, "--wait", "60s");
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.lines().stream().filter(line -> line.contains("not yet after ")))
                .hasSize(2);
        assertThat(check.out()).contains("ok   stored?:");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void anAnswerThatAsksForPatienceDoesNotEndTheWaiting(int status) throws IOException {
        LogsEmulator azure = emulator("source");
        azure.queryFaults().next(Fault.status(status).error("Busy", "try later").retryAfter("1"));
        Command check = check(azure, "--wait", "60s");
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.out()).contains("(" + status + " Busy: try later); asking for ", "ok   stored?:");

        azure.queryFaults().always(Fault.status(status).error("Busy", "try later"));
        assertThat(failure(check(azure))).contains(status + " Busy: try later");
    }

    @Test
    void aDelayThatCannotBeAskedForIsTold() throws Exception {
        LogsEmulator azure = emulator("source");
        post(azure, "[{\"Message\":\"here\"}]");
        azure.queryFaults()
                .always(Fault.status(504)
                        .error("GatewayTimeout", "too slow")
                        .when(call -> new String(call.body(), StandardCharsets.UTF_8).contains("percentiles")));
        assertThat(check(azure, "--since", "15m").out()).contains("-    delay:         not known: 504 GatewayTimeout");
    }

    @Test
    void anIdentityThatMayNotReadIsGivenTheRole() throws IOException {
        LogsEmulator azure = emulator("source");
        azure.queryFaults()
                .always(Fault.status(403)
                        .error("InsufficientAccessError", "The provided credentials have insufficient access"));
        Command check = check(azure);
        assertThat(failure(check)).contains("may not read the workspace", "Log Analytics Reader");
        assertThat(check.out()).as("somebody else may").contains("JavaLogs_CL | where Message == 'probe ");
    }

    @Test
    void aWorkspaceThatIsNotThereIsNamed() throws IOException {
        LogsEmulator azure = emulator("source");
        azure.queryFaults().always(Fault.status(404).error("PathNotFoundError", "The requested path does not exist"));
        assertThat(failure(check(azure))).contains("there is no such workspace", "Workspace ID of the overview");
    }

    @Test
    void aTableThatThisWorkspaceDoesNotHaveIsNamed() throws IOException {
        LogsEmulator azure = emulator("source", "Custom-Elsewhere_CL");
        Command check = check(azure);
        assertThat(failure(check)).contains("has no table JavaLogs_CL", "into another workspace");
    }

    @Test
    void aRowThatTheTransformationLeavesOutIsMissed() throws IOException {
        LogsEmulator azure = emulator("source | where Level == 'ERROR'");
        assertThat(failure(check(azure)))
                .contains("no row after 0 s", "DCRLogErrors has nothing about it", "transformation leaves it out");
    }

    @Test
    void aRowThatTheRuleLostIsTold() throws IOException {
        LogsEmulator azure = emulator("source | make-series count()");
        assertThat(failure(check(azure))).contains("the rule lost the row: Transformation", "DCRLogErrors");
    }

    @Test
    void aTableOfAnotherPlanAnswersAtSearch() throws IOException {
        LogsEmulator azure = emulator("source");
        azure.queryFaults()
                .always(Fault.status(400)
                        .error("BadArgumentError", "The table has the plan Basic, which this path does not answer for")
                        .when(call -> call.path().endsWith("/query")));
        Command check = check(azure);
        assertThat(check.code()).as(check.toString()).isZero();
    }

    @Test
    void aRunningApplicationIsSeenAsItIs() throws Exception {
        LogsEmulator azure = emulator("source");
        Path config = config(azure);
        try (var app = new App(config)) {
            app.logger().info("here");
        }
        azure.awaitRows(Configs.STREAM, 1, Duration.ofMinutes(1));
        Command check = check(azure, "--since", "15m");
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.out())
                .contains("ok   columns:       all 11 are in JavaLogs_CL")
                .contains(": 1 rows in 15m\n")
                .contains("ok   delay: ", "ok   rule:          DCRLogErrors has nothing");
        assertThat(azure.rowCount(Configs.STREAM)).as("no row is sent").isEqualTo(1);

        Command more = check(azure, "columns", "standard; Till = mdc.till", "--since", "15m");
        assertThat(failure(more)).contains("JavaLogs_CL does not have Till, so Azure drops it");
    }

    @Test
    void whatTheRuleDropsOfARunningApplicationIsInItsMetrics() throws Exception {
        LogsEmulator azure = emulator("source | where Message != 'noise'");
        try (var app = new App(config(azure))) {
            app.logger().info("here");
            app.logger().info("noise");
        }
        azure.awaitRows(Configs.STREAM, 2, Duration.ofMinutes(1));
        Command check = metrics(azure, RULE, "--since", "15m");
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.out())
                .contains(
                        "-    metrics:       the rule got 2 rows for Custom-JavaLogs_CL in 15m and dropped 1; right if its"
                                + " transformation is to filter");

        LogsEmulator failing = emulator("source | make-series count()");
        try (var app = new App(config(failing))) {
            app.logger().info("here");
        }
        failing.awaitRows(Configs.STREAM, 1, Duration.ofMinutes(1));
        assertThat(metrics(failing, RULE, "--since", "2d").out())
                .contains("FAIL metrics:       the rule got 1 row for Custom-JavaLogs_CL in 1d and dropped 1, and its"
                        + " transformation failed: 1 error;");
    }

    @Test
    void whoMayNotReadTheMetricsIsToldWhichRoleItTakesAndNothingElseFails() throws IOException {
        LogsEmulator azure = emulator("source");
        azure.queryFaults()
                .always(Fault.status(403)
                        .error("AuthorizationFailed", "The client does not have authorization")
                        .when(call -> call.path().contains("/metric")));
        Command check = metrics(azure, RULE);
        assertThat(check.code()).as(check.toString()).isZero();
        assertThat(check.out())
                .contains(
                        "-    metrics:       this identity may not read the rule's metrics (403 AuthorizationFailed); give it"
                                + " the role Monitoring Reader on the rule, which sending does not need\n");

        Command other = metrics(emulator("source"), RULE + "2");
        assertThat(other.out()).contains("-    metrics:       there is no such rule (404 ResourceNotFound); --rule-id");
    }

    private Command metrics(LogsEmulator azure, String rule, String... more) {
        var options = new ArrayList<>(List.of(
                "--rule-id", rule, "--management-endpoint", azure.httpEndpoint().toString()));
        options.addAll(List.of(more));
        return check(azure, options.toArray(String[]::new));
    }

    /** All rows but those called "now" were sent an hour ago. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "old, new; new, now | 0 | -    instances:     shop old: no row in 30m, the last one came at",
                "old, old | 1 | FAIL instances:     shop old: no row in 30m, the last one came at",
                "old, running; new, now | 1 | FAIL instances:     shop old: no row in 30m",
                "old, stopping; new, now | 0 | -    instances:     shop old: stopped in order, the last row came at",
                "old, stopping; old, running; new, now | 1 | FAIL instances:     shop old: no row in 30m"
            })
    void aReplacedInstanceIsNoFailureAndOneThatVanishedIs(String rows, int code, String said) throws Exception {
        Instant now = Instant.now();
        var seen = new ArrayList<String>();
        for (String row : rows.split("; ", -1)) {
            String who = row.split(", ", -1)[0];
            String what = row.split(", ", -1)[1];
            boolean beat = what.equals("running") || what.equals("stopping");
            seen.add("{\"AppName\":\"shop\",\"AppInstance\":\"" + who + "\",\"Message\":\"" + what
                    + ": 0 events\",\"Logger\":\""
                    + (beat ? "io.github.azuremonitor.appender.heartbeat" : "shop.Orders") + "\",\"TimeGenerated\":\""
                    + (what.equals("now") ? now : now.minusSeconds(3_600 - seen.size())) + "\"}");
        }
        var ticking = new AtomicReference<>(now.minusSeconds(3_600));
        LogsEmulator azure = emulator("source", "Custom-JavaLogs_CL", ticking::get);
        for (String row : seen) {
            ticking.set(row.contains("\"now: ") ? now : now.minusSeconds(3_600));
            post(azure, "[" + row + "]");
        }
        ticking.set(now);
        Command check = check(azure, "--since", "30m");
        assertThat(check.out()).contains(said);
        assertThat(check.code()).as(check.toString()).isEqualTo(code);
    }

    @Test
    void anApplicationThatSaidNothingIsAFailure() throws IOException {
        assertThat(failure(check(emulator("source"), "--since", "15m"))).contains("no row in JavaLogs_CL in 1d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--workspace shop | is no Workspace ID",
                "--workspace " + ID + " --wait soon | --wait: 'soon' is no duration; write 30s",
                "--rule-id " + RULE + " | --rule-id asks for metrics beside a workspace",
                "--workspace " + ID + " --rule-id logs | is no resource id of a data collection rule",
                "--workspace " + ID + " --rule-id " + RULE + " --management-endpoint ftp://x | a token would go there",
                "--since 15m | name it with --workspace ID",
                "--workspace " + ID + " --since 3d | --since: 3d is more than 2d",
                "--workspace " + ID + " --since 15 | --since: '15' is no duration",
                "--workspace " + ID + " --query-endpoint http://example.com | a token would go there"
            })
    void whatCannotBeUsedIsOneLineAndSendsNothing(String options, String said) throws IOException {
        LogsEmulator azure = emulator("source");
        var command = new ArrayList<Object>(List.of("check", "--config", config(azure)));
        command.addAll(List.of(options.split(" ")));
        Command check = Command.run(command.toArray());
        assertThat(check.code()).as(check.toString()).isEqualTo(2);
        assertThat(check.err().lines()).singleElement().asString().contains(said);
        assertThat(azure.rowCount(Configs.STREAM)).isZero();
    }

    private static void post(LogsEmulator azure, String rows) throws IOException, InterruptedException {
        URI uri = URI.create(azure.httpEndpoint() + "/dataCollectionRules/" + azure.dcrImmutableId() + "/streams/"
                + Configs.STREAM + "?api-version=2023-01-01");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(rows))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
    }

    private static String failure(Command check) {
        assertThat(check.code()).as(check.toString()).isEqualTo(1);
        assertThat(check.lines().stream().filter(line -> line.startsWith("FAIL ")))
                .as(check.toString())
                .hasSize(1);
        return check.lines().stream()
                .filter(line -> line.startsWith("FAIL "))
                .findFirst()
                .orElseThrow();
    }

    /** With settings as names and values, and options that begin with two dashes. */
    private Command check(LogsEmulator azure, String... namesAndValues) {
        var settings = new ArrayList<String>();
        var options = new ArrayList<Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            List<String> pair = List.of(namesAndValues[i], namesAndValues[i + 1]);
            if (pair.get(0).startsWith("--")) {
                options.addAll(pair);
            } else {
                settings.addAll(pair);
            }
        }
        var command = new ArrayList<Object>(List.of(
                "check",
                "--config",
                config(azure, settings.toArray(String[]::new)),
                "--query-endpoint",
                azure.httpEndpoint()));
        command.addAll(options);
        if (!options.contains("--workspace")) {
            command.addAll(List.of("--workspace", ID));
        }
        if (!options.contains("--wait")) {
            command.addAll(List.of("--wait", "0s"));
        }
        return Command.run(command.toArray());
    }

    private Path config(LogsEmulator azure, String... namesAndValues) {
        return Configs.logback(directory, azure, namesAndValues);
    }

    private LogsEmulator emulator(String transformKql) throws IOException {
        return emulator(transformKql, "Custom-JavaLogs_CL");
    }

    /** With a rule of that transformation. */
    private LogsEmulator emulator(String transformKql, String outputStream) throws IOException {
        return emulator(transformKql, outputStream, InstantSource.system());
    }

    private LogsEmulator emulator(String transformKql, String outputStream, InstantSource clock) throws IOException {
        var first = LogsEmulator.builder().requireToken(false).start();
        Path config = Configs.logback(directory, first);
        first.close();
        ObjectNode template = (ObjectNode) new ObjectMapper()
                .readTree(Command.run("template", "--config", config, "--format", "arm")
                        .out());
        template.path("resources").forEach(resource -> {
            if (resource.path("type").asText().endsWith("/dataCollectionRules")) {
                ((ObjectNode) resource).put("id", RULE);
            }
        });
        template.path("resources")
                .forEach(resource -> resource.path("properties")
                        .path("dataFlows")
                        .forEach(flow -> ((ObjectNode) flow)
                                .put("transformKql", transformKql)
                                .put("outputStream", outputStream)));
        Path rule = Files.writeString(directory.resolve("rule.json"), template.toString());
        var emulator = LogsEmulator.builder()
                .requireToken(false)
                .clock(clock)
                .mode(Mode.LENIENT)
                .dcr(rule)
                .start();
        open.add(emulator);
        return emulator;
    }
}
