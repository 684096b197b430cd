package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.ingest.Mode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngestionContractTest {
    private static final String ROW = "[{\"Message\":\"one\"}]";
    private static final String NO_DCR = "dcr-ffffffffffffffffffffffffffffffff";

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().maxInflatedBytes(6 << 20));

    @Test
    void successHasExactlyTheHeadersOfTheRealService(LogsEmulator emulator) throws Exception {
        HttpResponse<String> response = Client.send(
                Client.upload(emulator, ROW).header("x-ms-client-request-id", "80de7db2d8fe057fefcea6439b2d95b9"));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(new TreeSet<>(response.headers().map().keySet()))
                .containsExactly(
                        "date",
                        "server",
                        "strict-transport-security",
                        "x-content-type-options",
                        "x-ms-client-request-id",
                        "x-ms-request-id");
        assertThat(response.headers().firstValue("Server")).hasValue("Microsoft-HTTPAPI/2.0");
        assertThat(response.headers().firstValue("x-ms-client-request-id"))
                .hasValue("80de7db2-d8fe-057f-efce-a6439b2d95b9");
        assertThat(UUID.fromString(
                        response.headers().firstValue("x-ms-request-id").orElseThrow()))
                .isNotNull();
    }

    @Test
    void echoesNoClientRequestIdIfNoneWasSent(LogsEmulator emulator) throws Exception {
        assertThat(Client.post(emulator, ROW).headers().firstValue("x-ms-client-request-id"))
                .isEmpty();
    }

    @Test
    void errorsAreChunkedJsonWithTheirCodeInAHeader(LogsEmulator emulator) throws Exception {
        HttpResponse<String> response =
                Client.send(Client.upload(emulator, ROW).uri(Client.uri(emulator.httpEndpoint(), NO_DCR, STREAM)));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(response.headers().firstValue("x-ms-error-code")).hasValue("NotFound");
        assertThat(response.body())
                .isEqualTo("{\"error\":{\"code\":\"NotFound\",\"message\":\"Data collection rule with immutable Id '"
                        + NO_DCR + "' not found.\"}}");
    }

    @Test
    void anUnknownStreamIs400AndItsNameStaysEncoded(LogsEmulator emulator) throws Exception {
        HttpResponse<String> response = Client.send(Client.upload(emulator, ROW)
                .uri(Client.uri(emulator.httpEndpoint(), emulator.dcrImmutableId(), "incorrect%20stream")));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.error(response).path("code").asText()).isEqualTo("InvalidStream");
        assertThat(Client.error(response).path("message").asText())
                .isEqualTo("The stream incorrect%20stream was not configured in the data collection rule with immutable"
                        + " Id " + emulator.dcrImmutableId() + ".");
    }

    @Test
    void anIdentityWithoutTheRoleIsNamedByItsObjectId(LogsEmulator emulator) throws Exception {
        String objectId = emulator.application().objectId();
        emulator.roles().revoke(objectId);

        HttpResponse<String> response = Client.post(emulator, ROW);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(Client.error(response).path("code").asText()).isEqualTo("OperationFailed");
        assertThat(Client.error(response).path("message").asText())
                .startsWith("The authentication token provided does not have access to ingest data for the data"
                        + " collection rule with immutable Id '" + emulator.dcrImmutableId()
                        + "' PipelineAccessResult: AccessGranted: False, IsRbacPresent: False, IsDcrDceBindingValid: ,"
                        + " DcrArmId: ")
                .contains("not found for tenantId " + emulator.tenantId() + " objectId " + objectId + " on resourceId ")
                .endsWith("..");
        emulator.roles().grant(objectId);
        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(204);
    }

    @Test
    void tellsTheOrderOfChecksByTakingTheFaultsAwayOneByOne(LogsEmulator emulator) throws Exception {
        URI endpoint = emulator.httpEndpoint();
        byte[] tooLong = new byte[1_048_577];
        emulator.roles().revoke(emulator.application().objectId());
        HttpRequest.Builder request = Client.upload(emulator, tooLong).uri(endpoint.resolve("/dataCollectionRules/"));
        assertThat(Client.send(request).statusCode()).as("route").isEqualTo(404);

        request.uri(endpoint.resolve("/dataCollectionRules/" + NO_DCR + "/streams/none"))
                .setHeader("Authorization", "Bearer nonsense");
        assertThat(Client.send(request).statusCode()).as("api-version").isEqualTo(400);

        request.uri(Client.uri(endpoint, NO_DCR, "none"));
        assertThat(Client.send(request).statusCode()).as("token").isEqualTo(401);

        request.setHeader("Authorization", "Bearer " + emulator.token());
        assertThat(Client.send(request).statusCode()).as("rule").isEqualTo(404);

        request.uri(Client.uri(endpoint, emulator.dcrImmutableId(), "none"));
        assertThat(Client.send(request).statusCode()).as("role").isEqualTo(403);

        emulator.roles().grantAll();
        assertThat(Client.send(request).statusCode()).as("stream").isEqualTo(400);

        request.uri(Client.uri(endpoint, emulator.dcrImmutableId(), STREAM));
        assertThat(Client.send(request).statusCode()).as("length").isEqualTo(413);
    }

    @Test
    void countsTheBytesOnTheWireNotThoseAfterInflating(LogsEmulator emulator) throws Exception {
        String fiveMebibytes = "[{\"Message\":\"" + "x".repeat(5 << 20) + "\"}]";

        HttpResponse<String> plain = Client.post(emulator, "[" + " ".repeat(1_048_576 + 3) + "]");
        HttpResponse<String> exact = Client.post(emulator, "[" + " ".repeat(1_048_576 - 2) + "]");
        HttpResponse<String> packed =
                Client.send(Client.upload(emulator, Client.gzip(fiveMebibytes)).header("Content-Encoding", "gzip"));

        assertThat(plain.statusCode()).isEqualTo(413);
        assertThat(Client.error(plain).path("code").asText()).isEqualTo("ContentLengthLimitExceeded");
        assertThat(Client.error(plain).path("message").asText())
                .isEqualTo("Maximum allowed content length: 1048576 bytes (1 MB). Provided content length: 1048581"
                        + " bytes.");
        assertThat(exact.statusCode()).isEqualTo(204);
        assertThat(packed.statusCode()).isEqualTo(204);
        assertThat(emulator.requests().get(2).rawBytes()).isEqualTo(fiveMebibytes.length());
        assertThat(emulator.rows(STREAM).get(0).text("Message")).hasSize(65_536);
        assertThat(emulator.stats(STREAM).truncatedValues()).isEqualTo(1);
    }

    @Test
    void aBodyWithoutAContentLengthIsHeldToTheSameLimit(LogsEmulator emulator) throws Exception {
        byte[] tooLong = new byte[3 << 20];

        HttpResponse<String> small = Client.send(Client.upload(emulator, ROW)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes(ROW)))));
        HttpResponse<String> large = Client.send(Client.upload(emulator, ROW)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLong))));

        assertThat(small.statusCode()).isEqualTo(204);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(Client.error(large).path("message").asText()).endsWith("3145728 bytes.");
    }

    @Test
    void anAddressThatIsNoneIs404AndAnotherMethod405(LogsEmulator emulator) throws Exception {
        HttpResponse<String> nowhere = Client.get(emulator.httpEndpoint(), "/nowhere");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(Client.error(nowhere).path("code").asText()).isEqualTo("PathNotFoundError");
        assertThat(Client.error(nowhere).at("/innererror/message").asText())
                .startsWith("The emulator has no GET /nowhere. Rows go to POST /dataCollectionRules/{rule}/streams/");
        assertThat(Client.get(emulator.httpEndpoint(), "/dataCollectionRules/a/streams/b/c")
                        .statusCode())
                .isEqualTo(404);
        assertThat(Client.send(Client.upload(emulator, ROW).GET()).statusCode()).isEqualTo(405);
        assertThat(rawStatusLine(emulator, "/dataCollectionRules/a/streams/%zz"))
                .startsWith("HTTP/1.1 400");
        HttpResponse<String> posted =
                Client.send(HttpRequest.newBuilder(emulator.httpEndpoint().resolve("/query"))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"print 1\"}")));
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(Client.error(posted).path("message").asText()).contains("GET /query?kql=", "POST /v1/workspaces/");
    }

    @Test
    void rowsThatAreSentToAnAddressThatIsNoneAreAmongTheProblems(LogsEmulator emulator) throws Exception {
        Client.send(HttpRequest.newBuilder(
                        emulator.httpEndpoint().resolve("/dataCollectionRules/dcr-1/stream/Custom-JavaLogs_CL"))
                .POST(HttpRequest.BodyPublishers.ofString(ROW)));
        assertThat(emulator.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.cause())
                        .contains("no POST /dataCollectionRules/dcr-1/stream/Custom-JavaLogs_CL", "/streams/{stream}"));
    }

    @Test
    void givesUpInflatingAtTheCap(LogsEmulator emulator) throws Exception {
        byte[] bomb = Client.gzip("[" + " ".repeat(6 << 20) + "]");

        HttpResponse<String> response =
                Client.send(Client.upload(emulator, bomb).header("Content-Encoding", "gzip"));

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void anEmptyBodyIs500WithoutACode(LogsEmulator emulator) throws Exception {
        HttpResponse<String> response = Client.post(emulator, "");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("x-ms-error-code")).isEmpty();
    }

    @Test
    void anEmptyArrayIsAccepted(LogsEmulator emulator) throws Exception {
        assertThat(Client.post(emulator, "[]").statusCode()).isEqualTo(204);
        assertThat(emulator.stats(STREAM).requests()).isEqualTo(1);
        assertThat(emulator.rowCount(STREAM)).isZero();
    }

    static Stream<Arguments> unreadableBodies() {
        byte[] twice = Client.gzip(Client.gzip(ROW));
        return Stream.of(
                Arguments.of("an object", bytes("{\"Message\":\"one\"}"), false),
                Arguments.of("no JSON", bytes("{\"Time\"=currentTime"), false),
                Arguments.of("cut off", bytes("[{\"Message\":\"one\"},{\"Mess"), false),
                Arguments.of("two arrays", bytes("[{\"Message\":\"one\"}][]"), false),
                Arguments.of("gzipped twice", twice, true),
                Arguments.of("not gzip", bytes(ROW), true),
                Arguments.of("bad UTF-8", new byte[] {'[', '"', (byte) 0xC3, '"', ']'}, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadableBodies")
    void anUnreadableBodyIsRefusedInStrictModeAndLostInLenientMode(String name, byte[] body, boolean gzip)
            throws Exception {
        HttpResponse<String> strict = upload(EMULATOR.emulator(), body, gzip);
        assertThat(strict.statusCode()).isEqualTo(400);
        assertThat(Client.error(strict).path("message").asText()).startsWith("The content is not");

        try (LogsEmulator lenient = LogsEmulator.builder().mode(Mode.LENIENT).start()) {
            assertThat(upload(lenient, body, gzip).statusCode()).isEqualTo(204);
            assertThat(lenient.rowCount(STREAM)).isZero();
            assertThat(lenient.lostBodies()).singleElement().satisfies(lost -> {
                assertThat(lost.inputStreamId()).isEqualTo(STREAM);
                assertThat(lost.message()).startsWith("The content is not");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream"})
    void otherContentTypesAreRefusedInStrictMode(String type) throws Exception {
        LogsEmulator emulator = EMULATOR.emulator();

        assertThat(Client.send(Client.upload(emulator, ROW).setHeader("Content-Type", type))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void remembersRequestsWithoutTheirTokens(LogsEmulator emulator) throws Exception {
        String token = emulator.token();
        String id = UUID.randomUUID().toString();
        Client.send(Client.upload(emulator, Client.gzip(ROW))
                .setHeader("Authorization", "Bearer " + token)
                .header("Content-Encoding", "gzip")
                .header("x-ms-client-request-id", id));

        assertThat(emulator.requests()).singleElement().satisfies(request -> {
            assertThat(request.toString()).doesNotContain(token);
            assertThat(request.credential()).hasSize(16);
            assertThat(request.clientRequestId()).isEqualTo(id);
            assertThat(request.gzip()).isTrue();
            assertThat(request.rawBytes()).isEqualTo(ROW.length());
            assertThat(request.wireBytes()).isEqualTo(Client.gzip(ROW).length);
            assertThat(request.rows()).isEqualTo(1);
            assertThat(request.status()).isEqualTo(204);
            assertThat(request.answeredNanos()).isGreaterThan(request.nanos());
            assertThat(request.headers()).containsEntry("content-type", "application/json");
        });
        assertThat(emulator.rows(STREAM).get(0).clientRequestId()).isEqualTo(id);
        assertThat(emulator.mostInFlight()).isEqualTo(1);
    }

    @Test
    void withoutTokensNothingIsAskedFor() throws Exception {
        try (LogsEmulator open = LogsEmulator.builder().requireToken(false).start()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            Client.uri(open.httpEndpoint(), open.dcrImmutableId(), STREAM))
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofString(ROW));

            assertThat(Client.send(request).statusCode()).isEqualTo(204);
            assertThat(open.rows(STREAM)).hasSize(1);
            assertThat(List.of(open.tokensIssued())).containsExactly(0);
        }
    }

    /** The client library sends no such address. */
    private static String rawStatusLine(LogsEmulator emulator, String path) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), emulator.httpEndpoint().getPort())) {
            socket.getOutputStream().write(bytes("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).doesNotContain("<html>");
            return answer;
        }
    }

    private static HttpResponse<String> upload(LogsEmulator emulator, byte[] body, boolean gzip) throws Exception {
        HttpRequest.Builder request = Client.upload(emulator, body);
        return Client.send(gzip ? request.header("Content-Encoding", "gzip") : request);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
