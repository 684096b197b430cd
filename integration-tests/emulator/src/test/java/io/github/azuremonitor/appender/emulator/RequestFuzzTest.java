package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.RawRequest.Reply;
import io.github.azuremonitor.appender.emulator.ingest.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that are not what they should be: each is refused in form, and the next good one is taken. */
@Timeout(600)
class RequestFuzzTest {
    private static final int USUAL_ROUNDS = 300;
    private static final byte[] BOMB = Client.gzip(new byte[65 << 20]);
    private static final byte[] BOMB_OF_ROWS = Client.gzip("[" + "{\"Message\":\"x\"},\n".repeat(4 << 20) + "{}]");

    private static LogsEmulator strict;
    private static LogsEmulator lenient;

    private int count;

    @BeforeAll
    static void start() {
        strict = LogsEmulator.builder().start();
        lenient = LogsEmulator.builder().mode(Mode.LENIENT).start();
    }

    @AfterAll
    static void stop() {
        strict.close();
        lenient.close();
    }

    @Test
    void afterAnyRequestTheNextGoodOneIsTaken() {
        String strictToken = strict.token();
        String lenientToken = lenient.token();
        Rounds.play(USUAL_ROUNDS, random -> {
            boolean lax = random.nextInt(3) == 0;
            LogsEmulator emulator = lax ? lenient : strict;
            String token = lax ? lenientToken : strictToken;
            byte[] bytes = bytes(emulator, token, random);
            try {
                if (random.nextInt(8) == 0) {
                    int end = random.nextInt(bytes.length + 1);
                    RawRequest.abandon(
                            emulator.httpEndpoint(), java.util.Arrays.copyOf(bytes, end), random.nextBoolean());
                } else {
                    RawRequest.exchange(emulator.httpEndpoint(), bytes).forEach(RequestFuzzTest::isInForm);
                }
                emulator.faults().clear();
                emulator.tokenFaults().clear();
                takesAGoodOne(emulator, token);
            } catch (AssertionError e) {
                String start = new String(bytes, 0, Math.min(400, bytes.length), StandardCharsets.ISO_8859_1);
                throw new AssertionError(e.getMessage() + "\nafter " + start, e);
            }
        });
    }

    @Test
    void aBombIsRefusedBeforeItFillsTheHeap() throws Exception {
        for (byte[] bomb : List.of(BOMB, BOMB_OF_ROWS)) {
            var request = new RawRequest(strict, strict.token(), bomb);
            request.headers.add("Content-Encoding: gzip");
            Reply reply =
                    RawRequest.exchange(strict.httpEndpoint(), request.bytes()).get(0);
            isInForm(reply);
            assertThat(reply.status()).isEqualTo(413);
        }
    }

    /** What the service never answers with unless somebody scripts it: a failure of the emulator's own. */
    private static void isInForm(Reply reply) {
        boolean ofTheService = reply.headers().containsKey("x-ms-request-id");
        boolean emptyBodyOfTheRealService =
                reply.status() == 500 && ofTheService && reply.body().isEmpty();
        boolean unknownToHttp = reply.status() == 501 || reply.status() == 505;
        if (!emptyBodyOfTheRealService && !unknownToHttp) {
            assertThat(reply.status()).as("%s", reply).isBetween(200, 499);
        }
        if (ofTheService && reply.status() >= 400 && reply.status() < 500 && reply.status() != 405) {
            JsonNode error;
            try {
                error = Client.JSON.readTree(reply.body()).path("error");
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + reply, e);
            }
            assertThat(error.path("code").asText()).as("%s", reply).isNotEmpty();
            assertThat(error.path("code").asText()).isEqualTo(reply.headers().get("x-ms-error-code"));
            assertThat(error.path("message").asText()).as("%s", reply).isNotEmpty();
        }
    }

    private void takesAGoodOne(LogsEmulator emulator, String token) throws IOException {
        if (++count % 50 == 0) {
            emulator.clear();
        }
        long before = emulator.rowCount(Client.STREAM);
        String mark = "good " + count;
        byte[] body = "[{\"Message\":\"%s\"},\n{\"Message\":\"%s\"}]"
                .formatted(mark, mark)
                .getBytes(StandardCharsets.UTF_8);
        List<Reply> replies =
                RawRequest.exchange(emulator.httpEndpoint(), new RawRequest(emulator, token, body).bytes());
        assertThat(replies).as("good request").extracting(Reply::status).containsExactly(204);
        assertThat(emulator.rows(Client.STREAM, before, Long.MAX_VALUE))
                .filteredOn(row -> mark.equals(row.columns().get("Message").asText()))
                .hasSize(2);
    }

    private static byte[] bytes(LogsEmulator emulator, String token, Random random) {
        boolean gzip = random.nextBoolean();
        var request = new RawRequest(emulator, token, body(random, gzip));
        request.chunked = random.nextInt(4) == 0;
        if (gzip) {
            request.headers.add("Content-Encoding: gzip");
        }
        switch (random.nextInt(9)) {
            case 0 ->
                request.target = new String(Mutations.of(ascii(request.target), random), StandardCharsets.ISO_8859_1);
            case 1 -> request.target = oddTarget(emulator, random);
            case 2 ->
                request.method = pick(random, "GET", "PUT", "OPTIONS", "TRACE", "CONNECT", "PRI", "post", "P\0ST", "");
            case 3 -> oddHeader(request, random);
            case 4 -> request.headers.add(request.headers.get(random.nextInt(request.headers.size())));
            case 5 -> request.headers.remove(random.nextInt(request.headers.size()));
            case 6 -> {
                return Mutations.of(request.bytes(), random);
            }
            case 7 -> {
                byte[] one = new RawRequest(emulator, token, ascii("[{\"Message\":\"piped\"}]")).bytes();
                byte[] two = Mutations.joined(one, one.length, request.bytes(), 0);
                return Mutations.joined(two, two.length, one, 0);
            }
            default -> {
                // The body is odd enough.
            }
        }
        return request.bytes();
    }

    private static byte[] body(Random random, boolean gzip) {
        byte[] sound = ascii("[{\"TimeGenerated\":\"2026-01-01T00:00:00.000000Z\",\"Message\":\"m\",\"Line\":1,"
                + "\"Properties\":{\"a\":[1,2.5,null,true]}},\n{\"Level\":\"INFO\"}]");
        byte[] body = switch (random.nextInt(11)) {
            case 0 -> Mutations.of(sound, random);
            case 1 -> ascii("[{\"Properties\":" + "[".repeat(random.nextInt(5000)) + "}]");
            case 2 -> ascii("[" + "[".repeat(100_000));
            case 3 -> ascii("[{\"Line\":" + "9".repeat(1 + random.nextInt(3000)) + "}]");
            case 4 -> ascii("[{\"Line\":1e" + "9".repeat(1 + random.nextInt(20)) + ",\"Properties\":-1e-999999999}]");
            case 5 -> "[{\"Message\":\"\u00ff\u00c3(\"}]".getBytes(StandardCharsets.ISO_8859_1);
            case 6 -> ascii("[{\"Message\":\"\\ud800\\u0000\",\"Message\":\"twice\",\"\":1}]");
            case 7 -> ascii("[{\"TimeGenerated\":\"" + oddTime(random) + "\"}]");
            case 8 -> Mutations.noise(2000, random);
            case 9 -> ascii("\ufeff[]{}");
            default -> sound;
        };
        if (!gzip) {
            return body;
        }
        return switch (random.nextInt(6)) {
            case 0 -> Mutations.of(Client.gzip(body), random);
            case 1 -> random.nextBoolean() ? BOMB : BOMB_OF_ROWS;
            case 2 -> Client.gzip(Client.gzip(body));
            case 3 -> body;
            case 4 -> Mutations.joined(Client.gzip(body), 0, Client.gzip(body), random.nextInt(18));
            default -> Client.gzip(body);
        };
    }

    private static String oddTime(Random random) {
        return pick(
                random,
                "+1000000000-12-31T23:59:59.999999999Z",
                "-1000000000-01-01T00:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-01-01T00:00:00+99:00",
                "2026-01-01T00:00:00+01:00[Nowhere/Land]",
                "+999999999-12-31T23:59:59-18:00",
                "-999999999-01-01T00:00:00+18:00",
                "2026-01-01T24:00:00Z",
                "2026-01-01T23:59:60Z",
                "2026-01-01T00:00:00",
                "2026-01-01t00:00:00z");
    }

    private static String oddTarget(LogsEmulator emulator, Random random) {
        String path = "/dataCollectionRules/" + emulator.dcrImmutableId() + "/streams/";
        return pick(
                random,
                path + "%zz?api-version=2023-01-01",
                path + "%?api-version=2023-01-01",
                path + "%ff%fe?api-version=2023-01-01",
                path + "a%2fb%00?api-version=2023-01-01",
                path + Client.STREAM + "?api-version=%zz",
                path + Client.STREAM + "?api-version=2023-01-01&%=%&=&&api-version=",
                path + Client.STREAM + "?" + "a=b&".repeat(1200),
                path + "x".repeat(20_000),
                path + "../" + Client.STREAM + "?api-version=2023-01-01",
                "/dataCollectionRules/;a=b/streams/;?api-version=2023-01-01",
                "//dataCollectionRules",
                "*",
                "http://[::1",
                "http://elsewhere/" + path,
                "",
                "/rows?stream=" + Client.STREAM + "&limit=-1",
                "/rows?stream=" + Client.STREAM + "&offset=9223372036854775807&limit=9223372036854775807",
                "/rows?stream=" + Client.STREAM + "&columns=,a,a",
                "/rows/count?stream=%zz",
                "/faults?kind=status&status=99999",
                "/faults?kind=status&status=-1",
                "/faults?delay=PT999999999999H",
                "/faults?delay=PT-1H&kind=delay&count=x",
                "/faults?count=-1&retryAfter=%0d%0aX:%20y",
                "/msi/token?api-version=1&resource=%zz",
                "/metadata/identity/oauth2/token?%",
                "/oauth2/v2.0/token");
    }

    private static void oddHeader(RawRequest request, Random random) {
        request.headers.add(pick(
                random,
                "Content-Encoding: br",
                "Content-Encoding: gzip, gzip",
                "Content-Type: text/plain; charset=\"",
                "Content-Type: application/json; charset=utf-16",
                "Content-Length: 1",
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Content-Length: 9000000",
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: cow",
                "Expect: 100-continue",
                "Expect: the-unexpected",
                "Host: a:b:c",
                "Authorization: Bearer",
                "Authorization: Basic %%%",
                "x-ms-client-request-id: " + "z".repeat(7000),
                "x-ms-client-request-id: \u0001\u00ff",
                "X: " + "y".repeat(20_000),
                " folded: yes",
                "no colon",
                ": no name",
                "Upgrade: h2c",
                "Connection: Upgrade, HTTP2-Settings"));
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
