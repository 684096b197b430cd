package io.github.azuremonitor.appender.common.send.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.testing.Mutations;
import io.github.azuremonitor.appender.common.testing.Rounds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens and answers of token endpoints that are none. */
@Timeout(300)
class TokenFuzzTest {
    private static final List<String> CLAIMS = List.of(
            "{\"aud\":\"a\",\"oid\":\"0a1b2c3d-0000-1111-2222-333344445555\",\"exp\":1}",
            "{\"a\":{\"oid\":\"inner\"},\"oid\":[\"x\"],\"oid\":\"" + "y".repeat(65) + "\"}",
            "[".repeat(5000),
            "{\"oid\":\"\\u0000\\ud800\"}");

    @Test
    void everyTokenHasAnObjectIdOrNone() {
        Rounds.play(2000, random -> {
            byte[] claims = CLAIMS.get(random.nextInt(CLAIMS.size())).getBytes(StandardCharsets.UTF_8);
            byte[] middle = random.nextBoolean() ? claims : Mutations.of(claims, random);
            String token = "e30." + Base64.getUrlEncoder().encodeToString(middle) + ".x";
            String mutated = random.nextBoolean()
                    ? token
                    : new String(
                            Mutations.of(token.getBytes(StandardCharsets.US_ASCII), random),
                            StandardCharsets.ISO_8859_1);
            assertThat(TokenClaims.objectId(mutated)).matches("[0-9A-Za-z-]{0,64}");
        });
    }

    @Test
    void everyBodyEndsWholeOrBroken() {
        Rounds.play(200, random -> {
            var body = new TokenBody(Duration.ofMinutes(5));
            CompletableFuture<byte[]> whole = body.getBody().toCompletableFuture();
            body.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {}

                @Override
                public void cancel() {}
            });
            int length = 0;
            for (int i = random.nextInt(8); i > 0; i--) {
                byte[] piece = new byte[random.nextInt(random.nextBoolean() ? 100 : 700_000)];
                body.onNext(List.of(ByteBuffer.wrap(piece)));
                length += piece.length;
            }
            boolean broken = random.nextBoolean();
            if (broken) {
                body.onError(new IllegalStateException("reset"));
            } else {
                body.onComplete();
            }
            assertThat(whole).isDone();
            if (broken || length > 1 << 20) {
                assertThat(whole).isCompletedExceptionally();
            } else {
                assertThat(whole.join()).hasSize(length);
            }
        });
    }
}
