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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Issues signed tokens and recognises them without storing them: a claim holds a code that needs the secrets. So a
 * token survives a restart with the same secrets. Safe for use by several threads.
 */
public final class TokenIssuer {
    /** A token as a client receives it. */
    public record Issued(String token, Instant issuedAt, Instant expiresAt, String audience) {}

    /** What a token is worth; the identity is null unless it is good. */
    public record Verdict(
            @Nullable String fault,
            @Nullable String message,
            @Nullable Identity identity) {}

    /** A token that was good: a client sends the same one with each request, so it is verified once. */
    private record Known(String era, JsonNode claims) {}

    private static final int MOST_KNOWN = 256;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String MAC = "HmacSHA256";
    private static final String CODE_CLAIM = "uti";

    private final InstantSource clock;
    private final Set<String> audiences;
    private final AtomicInteger count = new AtomicInteger();
    private final String secrets;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
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

    /** A new token; with a negative lifetime it has already expired. */
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

    /** Resets the count; tokens that were issued stay valid. */
    public void clearCount() {
        count.set(0);
    }

    /** Revokes all tokens: those that clients hold are no longer valid. */
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
        if (authorization == null || !isBearer(authorization)) {
            return new Verdict("MissingToken", "The request carries no bearer token.", null);
        }
        JsonNode claims = ours(token(authorization));
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

    /** Whom a token that was issued here is meant for; empty if the header has none. */
    public String audience(@Nullable String authorization) {
        JsonNode claims = authorization != null && isBearer(authorization) ? ours(token(authorization)) : null;
        return claims == null ? "" : claims.path("aud").asText();
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    private static String token(String authorization) {
        return authorization.substring(7).strip();
    }

    /**
     * The audiences of a service, and the host: Microsoft's clients for Java take the host that they call for the audience
     * if they are told another one than Azure's.
     */
    public static Set<String> audiences(Set<String> known, @Nullable String host) {
        Set<String> audiences = new HashSet<>(known);
        if (host != null) {
            audiences.add("https://" + host.replaceFirst(":[0-9]+$", ""));
            audiences.add("https://" + host); // the one for metrics keeps the port
        }
        return audiences;
    }

    /** The claims of a token that was issued here, or by an earlier process with the same secrets; else null. */
    private @Nullable JsonNode ours(String token) {
        String now = era;
        Known before = known.get(token);
        if (before != null && before.era().equals(now)) {
            return before.claims();
        }
        JsonNode claims = verified(token);
        if (claims != null) {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(token, new Known(now, claims));
        }
        return claims;
    }

    private @Nullable JsonNode verified(String token) {
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
