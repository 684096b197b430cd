package io.github.azuremonitor.appender.emulator.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.wire.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Issues signed tokens and knows its own again: a token is good because its hash is remembered. Safe for use by several threads.
 */
public final class TokenIssuer {
    /** A token as a client gets it. */
    public record Issued(String token, Instant issuedAt, Instant expiresAt, String audience) {}

    /** What a token is worth; the identity is null unless it is good. */
    public record Verdict(
            @Nullable String fault,
            @Nullable String message,
            @Nullable Identity identity) {}

    private record Remembered(Identity identity, Instant expiresAt, String audience) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER =
            base64("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"" + SigningKey.ID + "\"}");

    private final InstantSource clock;
    private final Set<String> audiences;
    private final Map<String, Remembered> issued = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** @param audiences who a token may be meant for, without a slash at the end */
    public TokenIssuer(InstantSource clock, Set<String> audiences) {
        this.clock = clock;
        this.audiences = Set.copyOf(audiences);
    }

    /** A new token; a lifetime below zero gives one that has run out. */
    public Issued issue(Identity identity, String audience, Duration lifetime) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Instant expiresAt = now.plus(lifetime);
        ObjectNode claims = JSON.createObjectNode()
                .put("aud", audience)
                .put("iss", "https://sts.windows.net/" + identity.tenantId() + "/")
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond())
                .put("appid", identity.clientId())
                .put("oid", identity.objectId())
                .put("tid", identity.tenantId())
                .put("uti", UUID.randomUUID().toString())
                .put("ver", "1.0");
        String content = HEADER + '.' + base64(claims.toString());
        String token = content + '.' + SigningKey.signature(content);
        issued.put(Digests.sha256(token), new Remembered(identity, expiresAt, audience));
        count.incrementAndGet();
        return new Issued(token, now, expiresAt, audience);
    }

    /** How many tokens were issued since the start, or since they were last revoked or their count was cleared. */
    public int count() {
        return count.get();
    }

    /** Starts counting anew; what was issued stays good. */
    public void clearCount() {
        count.set(0);
    }

    /** Forgets all tokens: those in the clients' hands are good no more. */
    public void revokeAll() {
        issued.clear();
        clearCount();
    }

    /** Judges an {@code Authorization} header. Only {@code InvalidAudience} is a code that the real service was seen to use. */
    public Verdict judge(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return new Verdict("MissingToken", "The request carries no bearer token.", null);
        }
        Remembered known = issued.get(Digests.sha256(authorization.substring(7).strip()));
        if (known == null) {
            return new Verdict("InvalidToken", "The authentication token was not issued by a trusted authority.", null);
        }
        if (!known.expiresAt().isAfter(clock.instant())) {
            return new Verdict("ExpiredToken", "The authentication token has expired.", null);
        }
        if (!audiences.contains(withoutSlash(known.audience()))) {
            return new Verdict(
                    "InvalidAudience", "The authentication token is meant for " + known.audience() + ".", null);
        }
        return new Verdict(null, null, known.identity());
    }

    private static String withoutSlash(String audience) {
        String rest = audience;
        while (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest;
    }

    private static String base64(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
