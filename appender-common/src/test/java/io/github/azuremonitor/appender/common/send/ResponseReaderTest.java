package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.time.Time;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseReaderTest {
    private final ResponseReader reader = new ResponseReader(Time.SYSTEM);

    @ParameterizedTest(name = "{index} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"error\":{\"code\":\"A\",\"message\":\"b\"}}                                 |A|b",
                "400|{\"x\":[1,{\"error\":2}],\"error\":{\"details\":[{\"code\":\"Z\"}],\"message\":\"b\",\"code\":\"A\"}}|A|b",
                "400|{\"error\":{\"code\":\"A\",\"message\":\"cut he                                |A|HTTP 400: {\"error\":{\"code\":\"A\",\"message\":\"cut he",
                "400|{\"error\":{\"code\":7,\"message\":null}}                                      |H|HTTP 400: {\"error\":{\"code\":7,\"message\":null}}",
                "400|{\"error\":\"text\"}                                                           |H|HTTP 400: {\"error\":\"text\"}",
                "400|[1,2]                                                                          |H|HTTP 400: [1,2]",
                "500|''                                                                             |H|HTTP 500 without a text",
                "502|<html><head><title>502 Bad Gateway</title></head><body>x</body>                |H|HTTP 502: 502 Bad Gateway",
                "502|<h1>Blocked</h1><p>by policy                                                   |H|HTTP 502: Blocked by policy",
                "400|{\"error\":{\"code\":\"A\",\"message\":\"two\\nlines\\u0000\\u202e and\\ttab\"}}|A|two lines and tab",
            })
    void everyBodyGivesAnOutcome(int status, String body, String code, String detail) {
        var outcome = read(status, body, Map.of("x-ms-error-code", List.of("H")));

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.detail()).isEqualTo(detail);
    }

    @Test
    void aLongRefusalKeepsTheObjectId() {
        String message = "The authentication token provided does not have access " + "x".repeat(600)
                + " for tenantId 72f988bf objectId 0a1b2c3d-0000-1111-2222-333344445555 on resourceId /subscriptions/";

        var outcome = read(403, "{\"error\":{\"code\":\"OperationFailed\",\"message\":\"" + message + "\"}}", Map.of());

        assertThat(outcome.detail())
                .hasSize(500)
                .startsWith("The authentication token")
                .endsWith("objectId 0a1b2c3d-0000-1111-2222-333344445555");
    }

    @Test
    void anEchoedTokenIsMasked() {
        String token = "eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiIxIn0.c2lnbmF0dXJl";
        var outcome = read(400, "you sent Authorization: Bearer " + token + " and " + token, Map.of());

        assertThat(outcome.detail()).doesNotContain("eyJ").contains("***");
        assertThat(read(400, "Bearer opaque-token-text", Map.of()).detail()).doesNotContain("opaque");
    }

    @Test
    void randomBytesNeverThrow() {
        var random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            String start = i % 2 == 0 ? "{\"error\":{\"code\":" : "";
            byte[] all = (start + new String(body, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
            var outcome = reader.read(new HttpAnswer(400, RetryAfterTest.headers(Map.of()), all), "c", false);
            assertThat(outcome.detail().length()).isLessThanOrEqualTo(500);
            assertThat(outcome.detail()).doesNotContainPattern("\\p{Cntrl}");
        }
    }

    @Test
    void deepNestingIsLeftAlone() {
        assertThat(read(400, "{\"a\":" + "[".repeat(16_000), Map.of()).code()).isEmpty();
    }

    private Outcome read(int status, String body, Map<String, List<String>> headers) {
        return reader.read(
                new HttpAnswer(status, RetryAfterTest.headers(headers), body.getBytes(StandardCharsets.UTF_8)),
                "client-secret",
                false);
    }
}
