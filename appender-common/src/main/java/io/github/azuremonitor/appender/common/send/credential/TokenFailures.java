package io.github.azuremonitor.appender.common.send.credential;

import com.azure.identity.CredentialUnavailableException;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns failures of azure-identity into a code and a sentence of {@link TokenAdvice} that says what to do. */
final class TokenFailures {
    private static final Pattern AADSTS = Pattern.compile("AADSTS\\d{4,9}");
    private static final int DEEPEST_CAUSE = 16;

    private final PipelineSettings.Credential settings;
    private final String name;
    private final @Nullable String secret;
    private final Supplier<@Nullable IdentityAnswer> last;

    /**
     * @param name of the credential, for people
     * @param secret kept out of the text; null without one
     * @param last how the credential's last request ended; null if it made none
     */
    TokenFailures(
            PipelineSettings.Credential settings,
            String name,
            @Nullable String secret,
            Supplier<@Nullable IdentityAnswer> last) {
        this.settings = settings;
        this.name = name;
        this.secret = secret;
        this.last = last;
    }

    TokenFailure explain(Throwable failure) {
        String said = said(failure);
        var aadsts = AADSTS.matcher(said);
        if (aadsts.find()) {
            return failure(aadsts.group(), TokenAdvice.ofCode(aadsts.group()), said);
        }
        if (said.contains(AzureHttp.PROXY_LOGIN) || said.contains("Proxy-Authenticate")) {
            return failure(
                    "ProxyAuthenticationRequired",
                    "The proxy asks for a login: give user and password in the setting proxy; if it offers only Basic,"
                            + " start the JVM with -Djdk.http.auth.tunneling.disabledSchemes=\"\".",
                    said);
        }
        if (find(failure, SSLException.class) != null || find(failure, NoSuchAlgorithmException.class) != null) {
            return failure(
                    "SSLException",
                    "TLS with the authority failed: is this JVM's trust store readable, and does it trust the certificate"
                            + " (-Djavax.net.ssl.trustStore=…)?",
                    said);
        }
        boolean isUnavailable = find(failure, CredentialUnavailableException.class) != null;
        if (isUnavailable && settings.kind() == CredentialKind.DEFAULT) {
            return failure("CredentialUnavailable", TokenAdvice.NOTHING_IN_THE_CHAIN, said);
        }
        if (isUnavailable && settings.kind() == CredentialKind.ENVIRONMENT) {
            return failure("CredentialUnavailable", TokenAdvice.NO_VARIABLES, said);
        }
        String known = TokenAdvice.ofText(said);
        if (known != null) {
            return failure("CredentialUnavailable", known, said);
        }
        return answered(failure, said, isUnavailable);
    }

    private TokenFailure answered(Throwable failure, String said, boolean isUnavailable) {
        IdentityAnswer answer = last.get();
        if (answer != null && answer.status() > 0 && answer.isFailure()) {
            boolean isAuthority = answer.place() == IdentityAnswer.Place.AUTHORITY;
            return failure(
                    (isAuthority ? "Authority" : "IdentityEndpoint") + answer.status(),
                    isAuthority
                            ? TokenAdvice.ofAuthority(answer.status())
                            : TokenAdvice.ofEndpoint(answer.status(), settings.clientId() != null),
                    said);
        }
        if (find(failure, ConnectException.class) != null || find(failure, HttpTimeoutException.class) != null) {
            return failure(
                    "AuthorityUnreachable", TokenAdvice.unreachable(answer == null ? null : answer.place()), said);
        }
        if (isUnavailable) {
            return failure(
                    "CredentialUnavailable",
                    "This credential cannot be used here: choose another with the setting credential, or give it what"
                            + " it misses.",
                    said);
        }
        return failure(failure.getClass().getSimpleName(), "No token.", said);
    }

    private TokenFailure failure(String code, String advice, String said) {
        return new TokenFailure(code, name, name + ": " + advice + " " + said);
    }

    /** All messages of the chain, each one once, without the secret. */
    private String said(Throwable failure) {
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
