package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The query API over plain HTTP: forms of requests and answers, timespans, tokens, errors with their place. */
class QueryApiTest {
    private static final String WORKSPACE = "/v1/workspaces/00000000-0000-0000-0000-000000000000";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().clock(() -> NOW));

    private String token;

    @BeforeEach
    void start(LogsEmulator emulator) throws Exception {
        token = token(emulator, "https://api.loganalytics.io");
        Client.post(emulator, """
                [{"TimeGenerated":"2026-03-01T11:30:00.5Z","Level":"INFO","Seq":1,"Properties":{"a":[1]}},
                 {"TimeGenerated":"2026-03-01T09:00:00Z","Level":"WARN","Seq":2},
                 {"Level":"ERROR","Seq":3}]""");
    }

    @Test
    void anAnswerHasTheColumnsAndRowsOfOneTable(LogsEmulator emulator) throws Exception {
        HttpResponse<String> answer = query(
                emulator,
                "/query",
                "JavaLogs_CL | where Seq < 3 | project TimeGenerated, Level, Seq, Properties, AppName",
                "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":["
                        + "{\"name\":\"TimeGenerated\",\"type\":\"datetime\"},{\"name\":\"Level\",\"type\":\"string\"},"
                        + "{\"name\":\"Seq\",\"type\":\"long\"},{\"name\":\"Properties\",\"type\":\"dynamic\"},"
                        + "{\"name\":\"AppName\",\"type\":\"string\"}],"
                        + "\"rows\":[[\"2026-03-01T11:30:00.5Z\",\"INFO\",1,\"{\\\"a\\\":[1]}\",\"\"],"
                        + "[\"2026-03-01T09:00:00Z\",\"WARN\",2,null,\"\"]]}]}");
    }

    @Test
    void getAndSearchAnswerTheSame(LogsEmulator emulator) throws Exception {
        String query = "JavaLogs_CL | summarize n = count() by Level | sort by Level asc";
        JsonNode rows = rows(query(emulator, "/query", query, ""));

        assertThat(rows).hasToString("[[\"ERROR\",1],[\"INFO\",1],[\"WARN\",1]]");
        assertThat(rows(query(emulator, "/search", query, ""))).isEqualTo(rows);
        assertThat(rows(get(emulator, WORKSPACE + "/query?query=" + encoded(query))))
                .isEqualTo(rows);
        assertThat(rows(get(
                        emulator,
                        "/v1/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w/query?query="
                                + encoded(query))))
                .isEqualTo(rows);
    }

    @Test
    void aTimespanNarrowsDownWhatIsRead(LogsEmulator emulator) throws Exception {
        String query = "JavaLogs_CL | sort by Seq asc | project Seq";

        assertThat(rows(query(emulator, "/query", query, "PT1H"))).hasToString("[[1],[3]]");
        assertThat(rows(query(emulator, "/query", query, "2026-03-01T08:00:00Z/2026-03-01T10:00:00Z")))
                .hasToString("[[2]]");
        assertThat(rows(query(emulator, "/query", query, "2026-03-01/PT9H30M"))).hasToString("[[2]]");
        assertThat(rows(query(emulator, "/query", query, "P1D/2026-03-01T11:45:00Z")))
                .hasToString("[[1],[2]]");
        assertThat(rows(get(emulator, WORKSPACE + "/query?timespan=PT1H&query=" + encoded(query))))
                .hasToString("[[1],[3]]");
        assertThat(query(emulator, "/query", query, "yesterday").statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsNewsOfNobodyElseIsAskedByEmulatorTime(LogsEmulator emulator) throws Exception {
        assertThat(rows(query(emulator, "/query", "print now(), ago(1h)", "")))
                .hasToString("[[\"2026-03-01T12:00:00Z\",\"2026-03-01T11:00:00Z\"]]");
        assertThat(rows(query(
                        emulator,
                        "/query",
                        "JavaLogs_CL | where TimeGenerated > ago(45m) | extend ingestion_time() | project Seq, ['$IngestionTime']",
                        "")))
                .hasToString("[[1,\"2026-03-01T12:00:00Z\"],[3,\"2026-03-01T12:00:00Z\"]]");
    }

    @Test
    void anErrorHasItsPlace(LogsEmulator emulator) throws Exception {
        JsonNode syntax = Client.error(query(emulator, "/query", "JavaLogs_CL\n| where Seq = 1", ""));
        JsonNode semantic = Client.error(query(emulator, "/query", "JavaLogs_CL\n| where Levle == 'x'", ""));
        JsonNode unsupported = Client.error(query(emulator, "/query", "JavaLogs_CL | make-series count() on Seq", ""));

        assertThat(syntax.path("code").asText()).isEqualTo("BadArgumentError");
        assertThat(syntax.at("/innererror/code").asText()).isEqualTo("SyntaxError");
        assertThat(syntax.at("/innererror/innererror/message").asText())
                .startsWith("Query could not be parsed at '=' on line [2,12]");
        assertThat(semantic.at("/innererror/code").asText()).isEqualTo("SemanticError");
        assertThat(semantic.at("/innererror/innererror/message").asText())
                .contains("The name 'Levle' does not refer to any known column")
                .endsWith("[line:position=2:8]");
        assertThat(unsupported.at("/innererror/innererror/message").asText())
                .contains("The operator make-series is not supported by the emulator")
                .endsWith("[line:position=1:14]");
    }

    @Test
    void preferencesAreThoseOfTheService(LogsEmulator emulator) throws Exception {
        String query = "JavaLogs_CL | summarize count() by Level | render barchart with (title='Levels', kind=stacked)";
        JsonNode answer = Client.json(Client.send(request(emulator, WORKSPACE + "/query")
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=60,include-statistics=true,include-render=true")
                .POST(body(query))));

        assertThat(answer.path("render"))
                .hasToString("{\"visualization\":\"barchart\",\"title\":\"Levels\",\"accumulate\":false,"
                        + "\"isQuerySorted\":false,\"kind\":\"stacked\",\"annotation\":\"\",\"by\":null}");
        assertThat(answer.at("/statistics/query/executionTime").isNumber()).isTrue();
        assertThat(answer.at("/statistics/query/inputDatasetStatistics/rows/scanned")
                        .asLong())
                .as("rows that the query has read")
                .isEqualTo(emulator.rowCount(Client.STREAM));
        assertThat(Client.json(query(emulator, "/query", query, "")).has("render"))
                .as("a render that nobody asked for")
                .isFalse();
    }

    @Test
    void azRestGetsWhatItAsksFor(LogsEmulator emulator) throws Exception {
        // The headers of az 2.45; AzRestTest asks with the command itself, where it is installed.
        HttpResponse<String> answer = Client.send(request(emulator, WORKSPACE + "/query")
                .header("User-Agent", "python/3.11.2 (Linux) AZURECLI/2.45.0 (DEB)")
                .header("Accept-Encoding", "gzip, deflate")
                .header("Accept", "*/*")
                .header("x-ms-client-request-id", "6a57c2c0-0000-11f1-8000-000000000000")
                .header("CommandName", "rest")
                .header("ParameterSetName", "--skip-authorization-header --headers --method --url --body")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"JavaLogs_CL | count\",\"timespan\":\"P1D\","
                        + "\"workspaces\":[\"00000000-0000-0000-0000-000000000001\",\"another\"]}")));

        assertThat(rows(answer)).hasToString("[[3]]");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
    }

    @Test
    void aTokenForIngestionIsRefusedAsNoneIs(LogsEmulator emulator) throws Exception {
        token = token(emulator, "https://monitor.azure.com");
        HttpResponse<String> foreign = query(emulator, "/query", "JavaLogs_CL", "");
        token = "";
        HttpResponse<String> none = query(emulator, "/query", "JavaLogs_CL", "");

        assertThat(foreign.statusCode()).isEqualTo(401);
        assertThat(Client.error(foreign).path("code").asText()).isEqualTo("InvalidTokenError");
        assertThat(none.statusCode()).isEqualTo(401);
    }

    @Test
    void aRequestWithoutQueryIsToldSo(LogsEmulator emulator) throws Exception {
        for (String body : new String[] {"", "{}", "[", "{\"query\":7}"}) {
            HttpResponse<String> answer = Client.send(
                    request(emulator, WORKSPACE + "/query").POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
        }
        assertThat(get(emulator, WORKSPACE + "/query").statusCode()).isEqualTo(400);
        assertThat(Client.send(request(emulator, WORKSPACE + "/query").DELETE()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void aLargeAnswerCrossesItsPieces(LogsEmulator emulator) throws Exception {
        Client.post(
                emulator,
                IntStream.range(0, 5000)
                        .mapToObj(seq -> "{\"Seq\":" + (100 + seq) + "}")
                        .collect(Collectors.joining(",", "[", "]")));

        JsonNode rows = rows(query(emulator, "/query", "JavaLogs_CL | where Seq >= 100 | project Seq, Level", ""));

        assertThat(rows).hasSize(5000);
        assertThat(rows.get(4999)).hasToString("[5099,\"\"]");
        assertThat(emulator.rowCount(STREAM)).isEqualTo(5003);
    }

    @Test
    void aTestAsksWithoutAClient(LogsEmulator emulator) {
        assertThat(emulator.query("JavaLogs_CL | where Level == 'INFO' | project Seq, Properties"))
                .hasToString("[{\"Seq\":1,\"Properties\":{\"a\":[1]}}]");
    }

    @Test
    void aShellAsksWithoutAToken(LogsEmulator emulator) throws Exception {
        assertThat(Client.get(
                                emulator.httpEndpoint(),
                                "/query?kql=" + encoded("JavaLogs_CL | where Level == 'INFO' | project Seq"))
                        .body())
                .isEqualTo("[{\"Seq\":1}]");
        assertThat(Client.get(emulator.httpEndpoint(), "/query?kql=" + encoded("JavaLogs_CL | where false"))
                        .body())
                .isEqualTo("[]");
        HttpResponse<String> wrong = Client.get(emulator.httpEndpoint(), "/query?kql=" + encoded("JavaLogs_CL | whre"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("line 1, position 14").contains("whre");
    }

    private HttpResponse<String> query(LogsEmulator emulator, String route, String query, String timespan)
            throws Exception {
        var body = Client.JSON.createObjectNode().put("query", query);
        if (!timespan.isEmpty()) {
            body.put("timespan", timespan);
        }
        return Client.send(request(emulator, WORKSPACE + route)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static HttpRequest.BodyPublisher body(String query) {
        return HttpRequest.BodyPublishers.ofString(
                Client.JSON.createObjectNode().put("query", query).toString());
    }

    private HttpResponse<String> get(LogsEmulator emulator, String path) throws Exception {
        return Client.send(request(emulator, path));
    }

    private HttpRequest.Builder request(LogsEmulator emulator, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(emulator.httpEndpoint() + path))
                .timeout(Client.PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static JsonNode rows(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Client.json(answer).at("/tables/0/rows");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String token(LogsEmulator emulator, String resource) throws Exception {
        return Client.json(Client.send(HttpRequest.newBuilder(URI.create(
                                emulator.appServiceIdentityEndpoint() + "?api-version=2019-08-01&resource=" + resource))
                        .header("X-IDENTITY-HEADER", emulator.identityHeader())))
                .path("access_token")
                .asText();
    }
}
