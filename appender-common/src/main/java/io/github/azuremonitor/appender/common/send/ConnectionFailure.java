package io.github.azuremonitor.appender.common.send;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns a failed exchange into an outcome with a sentence that a person can act on. */
final class ConnectionFailure {
    /** JDK 17 reports a tunnel's 407 as a response or as an IOException, depending on what the proxy offers. */
    static final String PROXY_LOGIN = "The proxy asks for a login (407). Give user and password in the setting proxy"
            + " (http://user:password@host:port). If it offers only Basic, start the JVM with"
            + " -Djdk.http.auth.tunneling.disabledSchemes=\"\": Java refuses Basic in a TLS tunnel by default.";

    /** For a POST that nothing has ended. */
    static final Outcome OVERDUE = outcome(
            Outcome.Kind.TIMED_OUT, "TimeoutException", "No answer within requestTimeout, and no word of why.", "");

    /** Allocated in advance: there is no memory for it when it is needed. */
    private static final Outcome NO_MEMORY = outcome(
            Outcome.Kind.UNREACHABLE,
            "OutOfMemoryError",
            "The POST could not be made: the JVM has no memory left.",
            "");

    private static final int DEEPEST_CAUSE = 16;

    private ConnectionFailure() {}

    /**
     * The outcome of an exchange without a complete answer.
     *
     * @param proxy host and port of the proxy on the way, or null
     * @param credential which credential authorized the request
     */
    static Outcome of(@Nullable Throwable failure, URI uri, @Nullable String proxy, String credential) {
        String host = uri.getHost();
        String peer = proxy == null ? host : "the proxy " + proxy + " to " + host;
        if (failure == null) {
            return outcome(Outcome.Kind.UNREACHABLE, "Unknown", "No answer from " + peer + ".", credential);
        }
        if (find(failure, HttpConnectTimeoutException.class) != null) {
            return unreachable(
                    "HttpConnectTimeoutException",
                    "No connection to " + peer + " within connectTimeout: a firewall drops it, or the way is missing"
                            + " (private endpoint, proxy).",
                    credential);
        }
        if (find(failure, TimeoutException.class) != null || find(failure, HttpTimeoutException.class) != null) {
            return outcome(
                    Outcome.Kind.TIMED_OUT,
                    "TimeoutException",
                    "No complete answer from " + peer + " within requestTimeout.",
                    credential);
        }
        if (isUnknownHost(failure)) {
            String unknown = proxy == null ? host : proxy;
            return unreachable(
                    "UnknownHostException",
                    "The host " + unknown + " has no address: check "
                            + (proxy == null ? "the setting endpoint, DNS, and with private link" : "the proxy's name")
                            + (proxy == null ? " the private DNS zone privatelink.monitor.azure.com." : " and DNS."),
                    credential);
        }
        SSLException tls = find(failure, SSLException.class);
        if (tls != null) {
            return unreachable(tls.getClass().getSimpleName(), tls(tls, host), credential);
        }
        if (find(failure, NoSuchAlgorithmException.class) != null) {
            return unreachable(
                    "NoSuchAlgorithmException",
                    "This JVM has no TLS, its trust store cannot be read: check -Djavax.net.ssl.trustStore and its"
                            + " password: " + message(failure),
                    credential);
        }
        if (isProxyLogin(failure)) {
            return unreachable("ProxyAuthenticationRequired", PROXY_LOGIN, credential);
        }
        if (find(failure, ConnectException.class) != null) {
            return unreachable(
                    "ConnectException",
                    "The connection to " + (proxy == null ? host + ":" + port(uri) : peer)
                            + " was refused. Check endpoint, firewall and proxy.",
                    credential);
        }
        return unreachable(
                root(failure).getClass().getSimpleName(),
                "The connection to " + peer + " broke before the answer was complete: " + message(failure) + ".",
                credential);
    }

    /** The answer of a sender that takes no more batches. */
    static Outcome closed() {
        return unreachable("Closed", "The sender is closed.", "");
    }

    /** A fault of our own, or of the JVM. */
    static Outcome unexpected(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return NO_MEMORY;
        }
        return unreachable(failure.getClass().getSimpleName(), "The POST could not be made: " + failure, "");
    }

    /**
     * Whether the failure looks like that of a kept-alive connection which the other side had closed in the meantime.
     */
    static boolean mayBeStale(Throwable failure) {
        return find(failure, IOException.class) != null
                && find(failure, ConnectException.class) == null
                && find(failure, HttpTimeoutException.class) == null
                && find(failure, SSLException.class) == null
                && !isUnknownHost(failure)
                && !isProxyLogin(failure);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443;
    }

    private static String tls(SSLException failure, String host) {
        String message = message(failure);
        boolean noTrust = find(failure, CertPathBuilderException.class) != null || message.contains("trustAnchors");
        if (noTrust) {
            return "This JVM does not trust the certificate of " + host + ". If a proxy inspects TLS here, put its CA"
                    + " certificate into the JVM's trust store (-Djavax.net.ssl.trustStore=…, or cacerts): " + message;
        }
        return "TLS with " + host + " failed (Azure wants TLS 1.2 or newer): " + message;
    }

    private static boolean isUnknownHost(Throwable failure) {
        return find(failure, UnknownHostException.class) != null
                || find(failure, UnresolvedAddressException.class) != null;
    }

    private static boolean isProxyLogin(Throwable failure) {
        String message = String.valueOf(root(failure).getMessage());
        return message.contains("got: 407")
                || message.contains("Proxy-Authenticate")
                || message.contains("too many authentication attempts");
    }

    private static Outcome unreachable(String code, String detail, String credential) {
        return outcome(Outcome.Kind.UNREACHABLE, code, detail, credential);
    }

    private static Outcome outcome(Outcome.Kind kind, String code, String detail, String credential) {
        return new Outcome(
                kind,
                0,
                code,
                OneLine.of(detail, OneLine.DETAIL),
                null,
                false,
                "",
                Outcome.UsedCredential.named(OneLine.of(credential, OneLine.NAME)));
    }

    private static String message(Throwable failure) {
        Throwable root = root(failure);
        String message = root.getMessage() == null ? failure.getMessage() : root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; depth < DEEPEST_CAUSE && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root;
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
