package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.testing.Mutations;
import io.github.azuremonitor.appender.common.testing.Rounds;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that no service would give: each becomes an outcome, in one short line. */
@Timeout(300)
class AnswerFuzzTest {
    private static final List<String> BODIES = List.of(
            "{\"error\":{\"code\":\"InvalidPayload\",\"message\":\"objectId '0a1b-2c' and Bearer eyJhbGciOiJSUzI1NiJ9.e30.x\"}}",
            "{\"x\":[1,{\"error\":2}],\"error\":{\"details\":[{\"code\":\"Z\"}],\"message\":\"\\ud800\\u202e\",\"code\":null}}",
            "<html><head><title>502 Bad Gateway</title></head><body>x</body>",
            "<title".repeat(2700),
            "<".repeat(16 * 1024),
            "bearer " + "=".repeat(16 * 1000),
            "{\"error\":".repeat(1800),
            "\ufeff{\"error\":{\"message\":1e999999999}}");
    private static final List<String> WAITS = List.of(
            "120", "-3", "Fri, 20 Nov 2026 10:01:30 GMT", "999999999999999999", "Sat, 31 Dec 9999 23:59:60 GMT", "");

    private final ResponseReader reader = new ResponseReader(Time.SYSTEM);

    @Test
    void everyAnswerBecomesAnOutcome() {
        Rounds.play(2000, random -> {
            byte[] body = random.nextInt(4) == 0
                    ? Mutations.noise(BoundedBody.LIMIT, random)
                    : Mutations.of(pick(BODIES, random).getBytes(StandardCharsets.UTF_8), random);
            var headers = RetryAfterTest.headers(Map.of(
                    "Retry-After",
                            List.of(text(
                                    Mutations.of(pick(WAITS, random).getBytes(StandardCharsets.US_ASCII), random))),
                    "x-ms-request-id", List.of(text(Mutations.noise(300, random))),
                    "x-ms-error-code", List.of(text(Mutations.noise(300, random)))));
            Outcome outcome = reader.read(
                    new HttpAnswer(random.nextInt(1000), headers, kept(body, random)),
                    "credential",
                    random.nextBoolean());
            for (String line : List.of(outcome.detail(), outcome.code(), outcome.requestId())) {
                assertThat(line).hasSizeLessThanOrEqualTo(OneLine.DETAIL).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}]");
            }
            if (outcome.retryAfter() != null) {
                assertThat(outcome.retryAfter()).isBetween(Duration.ZERO, Duration.ofDays(366));
            }
        });
    }

    /** What is kept of a body that comes in pieces and never seems to end. */
    private static byte[] kept(byte[] body, Random random) {
        var whole = new AtomicReference<>(new byte[0]);
        var broken = new AtomicReference<Throwable>();
        var bounded = new BoundedBody(whole::set, broken::set);
        bounded.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        for (int at = 0; at < body.length; ) {
            int length = 1 + random.nextInt(body.length - at);
            bounded.onNext(List.of(ByteBuffer.wrap(body, at, length)));
            at += length;
        }
        bounded.onComplete();
        assertThat(broken).hasValue(null);
        assertThat(whole.get()).hasSize(Math.min(body.length, BoundedBody.LIMIT));
        return whole.get();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
