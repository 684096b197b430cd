package io.github.azuremonitor.appender.emulator.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The client-credentials grant of Microsoft Entra ({@code POST /{tenant}/oauth2/v2.0/token}; Microsoft Learn "OAuth 2.0
 * client credentials flow"), over TLS only as the real one. A client secret is checked; a client assertion is accepted
 * if it has the shape of a JWT; its signature is not checked. Safe for use by several threads.
 */
public final class EntraRoute implements Route {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN_PATH = "/oauth2/v2.0/token";
    private static final String CONFIGURATION_PATH = "/v2.0/.well-known/openid-configuration";
    private static final String KEYS_PATH = "/discovery/v2.0/keys";
    private static final String DISCOVERY_PATH = "/common/discovery/instance";
    private static final String DEFAULT_SCOPE = "/.default";

    private final TokenSettings settings;
    private final TokenIssuer issuer;

    public EntraRoute(TokenSettings settings, TokenIssuer issuer) {
        this.settings = settings;
        this.issuer = issuer;
    }

    @Override
    public boolean claims(Call call) {
        String path = call.path();
        return call.secure()
                && (path.endsWith(TOKEN_PATH)
                        || path.endsWith(CONFIGURATION_PATH)
                        || path.endsWith(KEYS_PATH)
                        || path.equals(DISCOVERY_PATH));
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        String host = call.header("Host");
        if (call.path().equals(DISCOVERY_PATH)) {
            return Answer.json(200, discovery(host).toString());
        }
        if (call.path().endsWith(CONFIGURATION_PATH)) {
            return Answer.json(200, configuration(host).toString());
        }
        if (call.path().endsWith(KEYS_PATH)) {
            return Answer.json(200, SigningKey.keySet());
        }
        if (!call.method().equals("POST")) {
            return Answer.notAllowed("POST");
        }
        String tenant = call.path().substring(0, call.path().length() - TOKEN_PATH.length());
        if (!tenant.equals("/" + settings.application().tenantId())) {
            return error(400, "invalid_request", 90002, "Tenant '" + tenant.replace("/", "") + "' not found.");
        }
        try {
            Map<String, String> form = form(call);
            addBasic(form, call.header("Authorization"));
            return answer(form, fault);
        } catch (IllegalArgumentException notEncoded) {
            return error(400, "invalid_request", 9002313, "Invalid request. Request is malformed or invalid.");
        }
    }

    private Answer answer(Map<String, String> form, Fault fault) {
        Identity application = settings.application();
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return error(400, "unsupported_grant_type", 70003, "The grant type is not supported by the emulator.");
        }
        if (!application.clientId().equals(form.get("client_id"))) {
            return error(
                    400, "unauthorized_client", 700016, "Application '" + form.get("client_id") + "' was not found.");
        }
        String assertion = form.get("client_assertion");
        boolean asserted = assertion != null && assertion.split("\\.", -1).length == 3;
        if (!asserted && !settings.clientSecret().equals(form.get("client_secret"))) {
            return error(401, "invalid_client", 7000215, "Invalid client secret provided.");
        }
        String scope = form.getOrDefault("scope", "");
        int end = scope.indexOf(DEFAULT_SCOPE);
        if (end < 0) {
            return error(400, "invalid_scope", 70011, "The scope '" + scope + "' must end in " + DEFAULT_SCOPE + ".");
        }
        String audience = scope.substring(scope.lastIndexOf(' ', end) + 1, end);
        return token(audience, fault);
    }

    private Answer token(String audience, Fault fault) {
        Duration scripted = fault.tokenLifetime();
        TokenIssuer.Issued issued =
                issuer.issue(settings.application(), audience, scripted == null ? settings.lifetime() : scripted);
        long expiresIn = Duration.between(issued.issuedAt(), issued.expiresAt()).toSeconds();
        return Answer.json(
                200,
                JSON.createObjectNode()
                        .put("token_type", "Bearer")
                        .put("expires_in", expiresIn)
                        .put("ext_expires_in", expiresIn)
                        .put("access_token", issued.token())
                        .toString());
    }

    @Override
    public Answer scripted(Call call, Fault fault) {
        return TokenErrors.scripted(fault, Route.super.scripted(call, fault));
    }

    private ObjectNode configuration(@Nullable String host) {
        String authority = "https://" + host + "/" + settings.application().tenantId();
        ObjectNode body = JSON.createObjectNode()
                .put("token_endpoint", authority + TOKEN_PATH)
                .put("jwks_uri", authority + KEYS_PATH)
                .put("authorization_endpoint", authority + "/oauth2/v2.0/authorize")
                .put("issuer", authority + "/v2.0");
        body.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_post")
                .add("client_secret_basic")
                .add("private_key_jwt");
        body.putArray("id_token_signing_alg_values_supported").add("RS256");
        return body;
    }

    private ObjectNode discovery(@Nullable String host) {
        ObjectNode body = JSON.createObjectNode()
                .put(
                        "tenant_discovery_endpoint",
                        "https://" + host + "/" + settings.application().tenantId() + CONFIGURATION_PATH)
                .put("api-version", "1.1");
        ObjectNode metadata = body.putArray("metadata").addObject();
        metadata.put("preferred_network", host).put("preferred_cache", host);
        metadata.putArray("aliases").add(host);
        return body;
    }

    private static Map<String, String> form(Call call) {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(call.body(), StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    /** Client id and secret may come as HTTP Basic, each form-encoded (RFC 6749, 2.3.1). */
    private static void addBasic(Map<String, String> form, @Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return;
        }
        String pair =
                new String(Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon > 0) {
            form.put("client_id", decoded(pair.substring(0, colon)));
            form.put("client_secret", decoded(pair.substring(colon + 1)));
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String fix(int code) {
        return switch (code) {
            case 90002 -> " Use the tenant that is printed at the start, LOGS_EMULATOR_TENANT_ID.";
            case 700016 -> " Use the client id that is printed at the start, LOGS_EMULATOR_CLIENT_ID.";
            case 7000215 -> " Use the secret that is printed at the start, LOGS_EMULATOR_CLIENT_SECRET.";
            case 70011 -> " Ask for https://monitor.azure.com/.default.";
            default -> "";
        };
    }

    private static Answer error(int status, String error, int code, String message) {
        ObjectNode body = JSON.createObjectNode()
                .put("error", error)
                .put("error_description", "AADSTS" + code + ": " + message)
                .put("correlation_id", UUID.randomUUID().toString());
        body.putArray("error_codes").add(code);
        return Answer.json(status, body.toString()).advising("AADSTS" + code + ": " + message + fix(code));
    }
}
