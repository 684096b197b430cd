package io.github.azuremonitor.appender.emulator.wire;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as the emulator remembers it. The token itself is never kept.
 *
 * @param nanos when it arrived, in the nanoseconds of {@link System#nanoTime()}
 * @param answeredNanos when its answer was ready, 0 while there is none
 * @param method in capitals
 * @param path still URL-encoded
 * @param headers by name in any case; {@code Authorization} holds a hash in place of the token
 * @param wireBytes the body's size as it came
 * @param rawBytes the body's size after inflating, -1 if it was refused before that
 * @param gzip whether the body was declared as gzip
 * @param status what was answered, 0 if nothing was (reset, hang)
 * @param rows how many rows were accepted with it
 * @param dcrImmutableId the rule of the ingestion route, else null
 * @param stream the stream of the ingestion route, still URL-encoded, else null
 * @param clientRequestId {@code x-ms-client-request-id} as it was sent
 * @param code the service's code of the error that was answered, null for none
 * @param advice for a refusal, the cause and the fix in a sentence or two; else empty
 * @param credential the first 16 hex digits of the token's SHA-256, null without a token
 */
public record RecordedRequest(
        long nanos,
        long answeredNanos,
        String method,
        String path,
        Map<String, String> headers,
        long wireBytes,
        long rawBytes,
        boolean gzip,
        int status,
        int rows,
        @Nullable String dcrImmutableId,
        @Nullable String stream,
        @Nullable String clientRequestId,
        @Nullable String code,
        String advice,
        @Nullable String credential) {

    /** When it arrived, by the machine's clock. */
    public Instant time() {
        return Instant.now().minusNanos(System.nanoTime() - nanos);
    }

    /** The product that the client's {@code User-Agent} names first, such as {@code curl/8.5.0}; "-" if it sent none. */
    public String client() {
        String agent = headers.get("User-Agent");
        return agent == null || agent.isBlank() ? "-" : agent.strip().split(" ", 2)[0];
    }
}
