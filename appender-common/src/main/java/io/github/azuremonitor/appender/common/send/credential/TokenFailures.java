package io.github.azuremonitor.appender.common.send.credential;

import com.azure.identity.CredentialUnavailableException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns failures of azure-identity into a code and the one sentence that helps. */
final class TokenFailures {
    private static final Pattern AADSTS = Pattern.compile("AADSTS\\d{4,9}");
    private static final int DEEPEST_CAUSE = 16;

    /** "Microsoft Entra authentication and authorization error codes", Microsoft Learn. */
    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("AADSTS7000215", "The client secret is wrong: use its value, not its id."),
            Map.entry("AADSTS7000222", "The client secret has expired: put a new one into the file."),
            Map.entry("AADSTS700016", "The tenant does not know this client id: check clientId and tenantId."),
            Map.entry("AADSTS90002", "There is no such tenant: check tenantId and cloud."),
            Map.entry("AADSTS900023", "The tenantId is no valid directory id or domain."),
            Map.entry("AADSTS700027", "The certificate is not registered with this application, or has expired."),
            Map.entry("AADSTS70021", "No federated credential of the application matches this pod's service account."),
            Map.entry("AADSTS700213", "No federated credential of the application matches this pod's service account."),
            Map.entry("AADSTS500011", "The tenant does not know the audience: check audience and cloud."),
            Map.entry("AADSTS7000112", "The application is disabled in this tenant."),
            Map.entry("AADSTS53003", "Conditional access blocks this identity."));

    private TokenFailures() {}

    /** @param secret kept out of the text; null without one */
    static TokenFailure explain(Throwable failure, String credential, @Nullable String secret) {
        String said = said(failure, secret);
        var aadsts = AADSTS.matcher(said);
        if (aadsts.find()) {
            String advice = ADVICE.getOrDefault(aadsts.group(), "Microsoft Entra ID refuses this credential.");
            return failure(aadsts.group(), credential, advice, said);
        }
        if (said.contains(AzureHttp.PROXY_LOGIN) || said.contains("Proxy-Authenticate")) {
            return failure(
                    "ProxyAuthenticationRequired",
                    credential,
                    "The proxy asks for a login: give user and password in the setting proxy; if it offers only Basic,"
                            + " start the JVM with -Djdk.http.auth.tunneling.disabledSchemes=\"\".",
                    said);
        }
        if (find(failure, SSLException.class) != null || find(failure, NoSuchAlgorithmException.class) != null) {
            return failure(
                    "SSLException",
                    credential,
                    "TLS with the authority failed: is this JVM's trust store readable, and does it trust the certificate"
                            + " (-Djavax.net.ssl.trustStore=…)?",
                    said);
        }
        if (find(failure, ConnectException.class) != null || find(failure, HttpTimeoutException.class) != null) {
            return failure(
                    "AuthorityUnreachable",
                    credential,
                    "The authority or identity endpoint cannot be reached: check DNS, firewall and proxy.",
                    said);
        }
        if (find(failure, CredentialUnavailableException.class) != null) {
            return failure(
                    "CredentialUnavailable",
                    credential,
                    "This credential cannot be used here: choose another with the setting credential, or give it what"
                            + " it misses.",
                    said);
        }
        return failure(failure.getClass().getSimpleName(), credential, "No token.", said);
    }

    private static TokenFailure failure(String code, String credential, String advice, String said) {
        return new TokenFailure(code, credential, credential + ": " + advice + " " + said);
    }

    /** All messages of the chain once each, without the secret. */
    private static String said(Throwable failure, @Nullable String secret) {
        var text = new StringBuilder();
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST_CAUSE && cause != null; depth++) {
            String message = cause.getMessage();
            if (message != null && text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : " / ").append(message);
            }
            cause = cause.getCause();
        }
        String said = text.isEmpty() ? failure.getClass().getSimpleName() : text.toString();
        return secret == null || secret.isEmpty() ? said : said.replace(secret, "***");
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST_CAUSE && cause != null; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
