package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.ingest.Mode;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Why rows are missing, as somebody sees it who has the emulator only. */
class ProblemsTest {
    private static final List<String> LINES = new CopyOnWriteArrayList<>();

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.of(
            LogsEmulator.builder().onRequest(request -> LINES.add(RequestLines.line(request))));

    @Test
    void aMisspeltColumnIsNamedWithItsCountAndTheColumnThatWasMeant(LogsEmulator emulator) throws Exception {
        for (int i = 0; i < 3; i++) {
            Client.post(emulator, "[{\"level\":\"ERROR\"},{\"level\":\"WARN\",\"Foo\":1}]");
        }

        JsonNode problem = problem(emulator, "kind=IGNORED_PROPERTY", "level");
        assertThat(problem.path("count").intValue()).isEqualTo(6);
        assertThat(problem.path("sample").asText()).isEqualTo("\"ERROR\"");
        assertThat(problem.path("cause").asText()).contains("no column \"level\"");
        assertThat(problem.path("fix").asText()).contains("Did you mean \"Level\"?");
        assertThat(problem(emulator, "", "Foo").path("fix").asText()).contains("Declare it");
    }

    @Test
    void aValueOfAnotherTypeIsShown(LogsEmulator emulator) throws Exception {
        Client.post(emulator, "[{\"Seq\":\"7\",\"Message\":{\"a\":1}}]");

        JsonNode number = problem(emulator, "kind=WRONG_TYPE", "Seq");
        assertThat(number.path("sample").asText()).isEqualTo("\"7\"");
        assertThat(number.path("cause").asText()).contains("is long and the value is not");
        assertThat(number.path("fix").asText()).contains("without quotes");
        assertThat(problem(emulator, "", "Message").path("sample").asText()).isEqualTo("{\"a\":1}");
    }

    @Test
    void anOldTimeAndALongTextAreTold(LogsEmulator emulator) throws Exception {
        Client.post(
                emulator,
                "[{\"TimeGenerated\":\"2020-01-01T00:00:00.000000Z\",\"Message\":\"" + "x".repeat(70_000) + "\"}]");

        assertThat(problem(emulator, "kind=replaced_time", "TimeGenerated")
                        .path("sample")
                        .asText())
                .isEqualTo("\"2020-01-01T00:00:00.000000Z\"");
        assertThat(problem(emulator, "kind=CUT_VALUE", "Message").path("cause").asText())
                .contains("64 KB");
    }

    @Test
    void everyRefusalHasACauseAndAFix(LogsEmulator emulator) throws Exception {
        URI endpoint = emulator.httpEndpoint();
        String rule = emulator.dcrImmutableId();
        Client.send(Client.upload(emulator, "[{}]").uri(Client.uri(endpoint, rule, "Custom-JavaLog_CL")));
        Client.send(Client.upload(emulator, "[{}]").uri(Client.uri(endpoint, "my-rule", STREAM)));
        Client.post(emulator, "{\"Message\":\"no array\"}");
        Client.post(emulator, "[" + " ".repeat(1 << 20) + "]");
        Client.send(Client.upload(emulator, "[{}]").setHeader("Authorization", "Bearer x"));
        emulator.roles().revoke(emulator.application().objectId());
        Client.post(emulator, "[{}]");

        assertThat(fix(emulator, "InvalidStream")).isEqualTo("Did you mean " + STREAM + "?");
        assertThat(fix(emulator, "NotFound"))
                .contains("immutableId, not its name")
                .contains(rule);
        assertThat(problem(emulator, "kind=REFUSED", "MalformedJson")
                        .path("cause")
                        .asText())
                .contains("Azure answers 204 and loses the rows");
        assertThat(fix(emulator, "MalformedJson")).contains("also for a single row");
        assertThat(fix(emulator, "ContentLengthLimitExceeded")).contains("gzip");
        assertThat(fix(emulator, "InvalidToken")).contains("environment that is printed at the start");
        assertThat(fix(emulator, "OperationFailed")).contains("Monitoring Metrics Publisher");
        JsonNode refused = Client.json(Client.get(endpoint, "/requests?status=refused&limit=4"));
        assertThat(refused.path("total").intValue()).isEqualTo(6);
        assertThat(refused.path("next").intValue()).isEqualTo(4);
        assertThat(refused.path("requests").path(0).path("code").asText()).isEqualTo("OperationFailed");
        assertThat(Client.json(Client.get(endpoint, "/requests?status=404")).path("requests"))
                .hasSize(1)
                .allSatisfy(request -> assertThat(request.path("rule").asText()).isEqualTo("my-rule"));
    }

    @Test
    void theAudienceOfATokenForAnotherServiceIsShownWhereverTheRefusalIs(LogsEmulator emulator) throws Exception {
        LINES.clear();
        String token = token(emulator, "https://vault.azure.net");
        Client.send(Client.upload(emulator, "[{}]").setHeader("Authorization", "Bearer " + token));

        JsonNode problem = problem(emulator, "kind=REFUSED", "InvalidAudience");
        assertThat(problem.path("sample").asText()).isEqualTo("https://vault.azure.net");
        assertThat(problem.path("cause").asText())
                .isEqualTo("The token's audience is https://vault.azure.net, that of ingestion is"
                        + " https://monitor.azure.com.");
        assertThat(Client.json(Client.get(emulator.httpEndpoint(), "/requests?status=401"))
                        .at("/requests/0/advice")
                        .asText())
                .contains("https://vault.azure.net", "https://monitor.azure.com/.default");
        assertThat(LINES)
                .anyMatch(line -> line.contains(" 401 InvalidAudience ")
                        && line.contains(
                                "audience is https://vault.azure.net, that of ingestion is https://monitor.azure.com"));
    }

    @Test
    void aRefusedQueryARefusedRuleAndARefusedMetricAreTold(LogsEmulator emulator) throws Exception {
        URI endpoint = emulator.httpEndpoint();
        String rules = "/subscriptions/1/resourceGroups/g/providers/Microsoft.Insights/dataCollectionRules/";
        bearing(emulator.token(), endpoint.resolve("/v1/workspaces/1/query?query=JavaLogs_CL"), null);
        bearing(
                emulator.token(),
                endpoint.resolve(rules + "a/providers/Microsoft.Insights/metrics?api-version=1"),
                null);
        bearing(emulator.token(), endpoint.resolve(rules + "b?api-version=1"), null);
        String manager = token(emulator, "https://management.azure.com/");
        bearing(manager, endpoint.resolve(rules + "missing?api-version=1"), null);
        bearing(manager, endpoint.resolve(rules + "spoilt?api-version=1"), """
                {"location":"westeurope","properties":{"streamDeclarations":{"Custom-A":{"columns":[
                 {"name":"TimeGenerated","type":"datetime"}]}},"dataFlows":[{"streams":["Custom-A"],"outputStream":"Custom-A_CL",
                 "transformKql":"source | summarize count()"}]}}""");

        JsonNode query = problem(emulator, "kind=REFUSED", "/v1/workspaces/1/query");
        assertThat(query.path("sample").asText()).isEqualTo("https://monitor.azure.com/");
        assertThat(query.path("cause").asText()).contains("meant for https://monitor.azure.com/");
        assertThat(query.path("fix").asText()).contains("https://api.loganalytics.io");
        for (String path : List.of("a/providers/Microsoft.Insights/metrics", "b")) {
            assertThat(problem(emulator, "kind=REFUSED", rules + path)
                            .path("fix")
                            .asText())
                    .contains("https://management.azure.com/");
        }
        JsonNode rule = problem(emulator, "kind=REFUSED", rules + "spoilt");
        assertThat(rule.path("cause").asText()).contains("The operator summarize", "line 1, position 9");
        assertThat(rule.path("fix").asText()).contains("put it again");
        assertThat(emulator.problems())
                .as("who asks whether there is a rule has no problem")
                .hasSize(4);
    }

    private static void bearing(String token, URI address, @Nullable String put) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(Client.PATIENCE).header("Authorization", "Bearer " + token);
        Client.send(put == null ? request : request.PUT(HttpRequest.BodyPublishers.ofString(put)));
    }

    private static String token(LogsEmulator emulator, String resource) throws Exception {
        return Client.json(Client.send(HttpRequest.newBuilder(URI.create(
                                emulator.appServiceIdentityEndpoint() + "?api-version=2019-08-01&resource=" + resource))
                        .header("X-IDENTITY-HEADER", emulator.identityHeader())))
                .path("access_token")
                .asText();
    }

    @Test
    void aBodyThatIsAnsweredWithSuccessAndLostIsTold() throws Exception {
        try (LogsEmulator lenient = LogsEmulator.builder().mode(Mode.LENIENT).start()) {
            Client.post(lenient, "{\"Message\":\"an object\"}");
            Client.post(lenient, "[7,{}]");

            assertThat(problem(lenient, "kind=LOST_BODY", "NOT_AN_ARRAY_OF_OBJECTS")
                            .path("fix")
                            .asText())
                    .contains("answers 204 and stores nothing");
            assertThat(problem(lenient, "kind=DROPPED_ROW", "").path("count").intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void aTokenThatIsNotGivenIsTold(LogsEmulator emulator) throws Exception {
        Client.send(
                HttpRequest.newBuilder(emulator.appServiceIdentityEndpoint()).header("X-IDENTITY-HEADER", "guessed"));

        assertThat(problem(emulator, "kind=NO_TOKEN", "/msi/token")
                        .path("cause")
                        .asText())
                .contains("Use IDENTITY_HEADER as printed at the start");
        assertThat(Client.json(Client.get(emulator.httpEndpoint(), "/requests?of=token"))
                        .path("total")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void aScriptedFaultIsNoProblemOfTheClientsButIsNamedInItsLine(LogsEmulator emulator) throws Exception {
        LINES.clear();
        emulator.faults().next(Fault.status(429)).next(Fault.refuseRole());
        Client.send(Client.upload(emulator, "[{}]").header("User-Agent", "tester/1 (x)"));
        Client.post(emulator, "[{}]");
        Client.send(Client.upload(emulator, "[{},{}]").header("User-Agent", "tester/1"));

        assertThat(emulator.problems()).noneMatch(problem -> problem.kind() == Problem.Kind.REFUSED);
        assertThat(LINES.get(0))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} 429 TooManyRequests Custom-JavaLogs_CL 0 rows 4 bytes tester/1"
                        + " \\| A fault was scripted. DELETE /faults ends all.");
        assertThat(LINES.get(1)).contains(" 403 OperationFailed ").contains("DELETE /faults");
        assertThat(LINES.get(2)).endsWith(" 204 Custom-JavaLogs_CL 2 rows 7 bytes tester/1");
    }

    @Test
    void aLineStaysALineWhateverTheClientSends(LogsEmulator emulator) throws Exception {
        LINES.clear();
        Client.send(Client.upload(emulator, "[{}]")
                .uri(Client.uri(emulator.httpEndpoint(), "a%0d%0ab", STREAM))
                .header("User-Agent", "a client"));

        StringWriter out = new StringWriter();
        RecordedRequest request = emulator.requests().get(0);
        new RequestLines(new PrintWriter(out)).accept(request);

        assertThat(out.toString().lines()).as(out.toString()).hasSize(1);
        assertThat(LINES).hasSize(1).allMatch(line -> line.contains(" 404 NotFound "));
    }

    @Test
    void problemsAreForgottenOnDemand(LogsEmulator emulator) throws Exception {
        Client.post(emulator, "[{\"level\":\"x\"}]");
        Client.send(HttpRequest.newBuilder(emulator.httpEndpoint().resolve("/problems"))
                .DELETE());

        assertThat(emulator.problems()).isEmpty();
    }

    private static String fix(LogsEmulator emulator, String code) throws Exception {
        return problem(emulator, "kind=REFUSED", code).path("fix").asText();
    }

    private static JsonNode problem(LogsEmulator emulator, String filter, String subject) throws Exception {
        JsonNode page = Client.json(Client.get(emulator.httpEndpoint(), "/problems?" + filter));
        for (JsonNode problem : page.path("problems")) {
            if (problem.path("subject").asText().equals(subject)) {
                return problem;
            }
        }
        throw new AssertionError("no problem with " + subject + " in " + page);
    }
}
