package io.github.azuremonitor.appender.emulator.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Issues signed tokens and knows its own again, without remembering them: a claim holds a code that only who has the
 * secrets can make. So a token outlives a restart with the same secrets. Safe for use by several threads.
 */
public final class TokenIssuer {
    /** A token as a client gets it. */
    public record Issued(String token, Instant issuedAt, Instant expiresAt, String audience) {}

    /** What a token is worth; the identity is null unless it is good. */
    public record Verdict(
            @Nullable String fault,
            @Nullable String message,
            @Nullable Identity identity) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String MAC = "HmacSHA256";
    private static final String CODE_CLAIM = "uti";

    private final InstantSource clock;
    private final Set<String> audiences;
    private final AtomicInteger count = new AtomicInteger();
    private final String secrets;
    private volatile String era = ""; // changes when all tokens are revoked

    /**
     * @param audiences who a token may be meant for, without a slash at the end
     * @param secrets what nobody else knows
     */
    public TokenIssuer(InstantSource clock, Set<String> audiences, String secrets) {
        this.clock = clock;
        this.audiences = Set.copyOf(audiences);
        this.secrets = secrets;
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
                .put("aio", UUID.randomUUID().toString())
                .put("appid", identity.clientId())
                .put("oid", identity.objectId())
                .put("tid", identity.tenantId())
                .put("ver", "1.0");
        claims.put(CODE_CLAIM, code(claims));
        String header = JSON.createObjectNode()
                .put("typ", "JWT")
                .put("alg", "RS256")
                .put("kid", SigningKey.id())
                .toString();
        String content = base64(header) + '.' + base64(claims.toString());
        count.incrementAndGet();
        return new Issued(content + '.' + SigningKey.signature(content), now, expiresAt, audience);
    }

    private String code(ObjectNode claims) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec((era + secrets).getBytes(StandardCharsets.UTF_8), MAC));
            return BASE64.encodeToString(mac.doFinal(claims.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
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
        era = UUID.randomUUID().toString();
        clearCount();
    }

    /** Judges an {@code Authorization} header. Only {@code InvalidAudience} is a code that the real service was seen to use. */
    public Verdict judge(@Nullable String authorization) {
        return judge(authorization, audiences);
    }

    /** The same for a service other than ingestion, by whom its tokens may be meant for. */
    public Verdict judge(@Nullable String authorization, Set<String> wanted) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return new Verdict("MissingToken", "The request carries no bearer token.", null);
        }
        JsonNode claims = ours(authorization.substring(7).strip());
        if (claims == null) {
            return new Verdict("InvalidToken", "The authentication token was not issued by a trusted authority.", null);
        }
        if (!Instant.ofEpochSecond(claims.path("exp").longValue()).isAfter(clock.instant())) {
            return new Verdict("ExpiredToken", "The authentication token has expired.", null);
        }
        String audience = claims.path("aud").asText();
        if (!wanted.contains(withoutSlash(audience))) {
            return new Verdict("InvalidAudience", "The authentication token is meant for " + audience + ".", null);
        }
        Identity identity = new Identity(
                claims.path("tid").asText(),
                claims.path("appid").asText(),
                claims.path("oid").asText());
        return new Verdict(null, null, identity);
    }

    /** The claims of a token that was issued here, or by an earlier process with the same secrets; else null. */
    private @Nullable JsonNode ours(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            Base64.Decoder base64 = Base64.getUrlDecoder();
            JsonNode header = JSON.readTree(base64.decode(parts[0]));
            if (!(JSON.readTree(base64.decode(parts[1])) instanceof ObjectNode claims)) {
                return null;
            }
            JsonNode code = claims.remove(CODE_CLAIM);
            boolean ofThisProcess = SigningKey.id().equals(header.path("kid").asText());
            boolean signed = !ofThisProcess || SigningKey.verifies(parts[0] + '.' + parts[1], parts[2]);
            return code != null && signed && same(code.asText(), code(claims)) ? claims : null;
        } catch (IOException | IllegalArgumentException e) {
            return null; // no token at all
        }
    }

    private static boolean same(String code, String expected) {
        return MessageDigest.isEqual(code.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
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
