package io.github.azuremonitor.appender.emulator.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Managed identity in two styles: App Service ({@code GET /msi/token}, Microsoft Learn "Use managed identities for App
 * Service") and the virtual machine's metadata service ({@code GET /metadata/identity/oauth2/token}, Microsoft Learn
 * "Use managed identities on a virtual machine to acquire an access token"). There is one identity, which may also be
 * named by its client id or object id. Safe for use by several threads.
 */
public final class ManagedIdentityRoute implements Route {
    /** The address in App Service style: {@value}. */
    public static final String APP_SERVICE_PATH = "/msi/token";

    private static final String IMDS_PATH = "/metadata/identity/oauth2/token";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TokenSettings settings;
    private final TokenIssuer issuer;

    public ManagedIdentityRoute(TokenSettings settings, TokenIssuer issuer) {
        this.settings = settings;
        this.issuer = issuer;
    }

    @Override
    public boolean claims(Call call) {
        return call.path().equals(APP_SERVICE_PATH) || call.path().equals(IMDS_PATH);
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        boolean imds = call.path().equals(IMDS_PATH);
        if (imds && !"true".equalsIgnoreCase(call.header("Metadata"))) {
            return error(400, "invalid_request", "Required metadata header not specified");
        }
        if (!imds && !settings.identityHeader().equals(call.header("X-IDENTITY-HEADER"))) {
            return error(401, "unauthorized", "The X-IDENTITY-HEADER is missing or wrong.") // words unverified
                    .advising(
                            "The X-IDENTITY-HEADER is missing or wrong. Use IDENTITY_HEADER as printed at the start.");
        }
        if (call.query("api-version") == null) {
            return error(400, "invalid_request", "Required query variable 'api-version' is missing");
        }
        String resource = call.query("resource");
        if (resource == null || resource.isEmpty()) {
            return error(400, "invalid_request", "Required query variable 'resource' is missing");
        }
        if (!isOurs(call.query("client_id"), settings.managed().clientId())
                || !isOurs(call.query("object_id"), settings.managed().objectId())
                || !isOurs(call.query("principal_id"), settings.managed().objectId())) {
            return error(400, "invalid_request", "Identity not found")
                    .advising("There is one managed identity, and it is another one. Leave the client id out, or use "
                            + settings.managed().clientId() + ".");
        }
        Duration scripted = fault.tokenLifetime();
        TokenIssuer.Issued issued =
                issuer.issue(settings.managed(), resource, scripted == null ? settings.lifetime() : scripted);
        long expiresIn = Duration.between(issued.issuedAt(), issued.expiresAt()).toSeconds();
        ObjectNode body = JSON.createObjectNode()
                .put("access_token", issued.token())
                .put("client_id", settings.managed().clientId())
                .put("expires_on", Long.toString(issued.expiresAt().getEpochSecond()))
                .put("not_before", Long.toString(issued.issuedAt().getEpochSecond()))
                .put("resource", resource)
                .put("token_type", "Bearer");
        if (imds) {
            body.put("expires_in", Long.toString(expiresIn)).put("ext_expires_in", Long.toString(expiresIn));
        }
        return Answer.json(200, body.toString());
    }

    @Override
    public Answer scripted(Call call, Fault fault) {
        return TokenErrors.scripted(fault, Route.super.scripted(call, fault));
    }

    private static boolean isOurs(@Nullable String asked, String ours) {
        return asked == null || asked.equals(ours);
    }

    private static Answer error(int status, String error, String description) {
        return TokenErrors.of(status, error, description);
    }
}
