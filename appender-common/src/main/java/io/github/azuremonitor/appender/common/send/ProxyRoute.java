package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How requests leave this machine, POSTs and token requests alike: the setting {@code proxy}, else the JVM's properties
 * or the application's selector, else the environment variables. Equal routes share an HTTP client.
 *
 * @param source where the proxy is configured
 * @param proxy the proxy with its login; null for none, and where the JVM's properties name none
 * @param noProxy exceptions to {@code proxy}
 * @param unreadable the first environment variable that should name a proxy and does not, or null
 */
record ProxyRoute(
        Source source,
        PipelineSettings.@Nullable Proxy proxy,
        NoProxy noProxy,
        @Nullable String unreadable) {

    /** Where the proxy is configured. */
    enum Source {
        /** The setting {@code proxy}. */
        SETTING("the setting proxy"),
        /** {@code https.proxyHost} and the like, or the application's own ProxySelector. */
        JVM("the JVM's properties"),
        /** {@code HTTPS_PROXY} and the like. */
        ENVIRONMENT("the environment"),
        /** Nobody. */
        NOBODY("nobody");

        private final String text;

        Source(String text) {
            this.text = text;
        }
    }

    private static final String[] VARIABLES = {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"};

    /**
     * @param setting the setting {@code proxy} or null
     * @param endpoint where the POSTs go
     * @param environment variables by name
     */
    static ProxyRoute of(
            PipelineSettings.@Nullable Proxy setting, URI endpoint, Function<String, @Nullable String> environment) {
        if (setting != null) {
            return new ProxyRoute(Source.SETTING, setting, NoProxy.NOTHING, null);
        }
        if (jvmDecides(endpoint)) {
            return new ProxyRoute(Source.JVM, proxyOfProperties(), NoProxy.NOTHING, null);
        }
        String unreadable = null;
        for (String variable : VARIABLES) {
            String value = environment.apply(variable);
            if (value == null || value.isBlank()) {
                continue;
            }
            PipelineSettings.Proxy proxy = parse(value.strip());
            if (proxy != null) {
                String exceptions = environment.apply("NO_PROXY");
                exceptions = exceptions == null ? environment.apply("no_proxy") : exceptions;
                return new ProxyRoute(
                        Source.ENVIRONMENT, proxy, NoProxy.parse(exceptions == null ? "" : exceptions), unreadable);
            }
            unreadable = unreadable == null ? variable : unreadable;
        }
        return new ProxyRoute(Source.NOBODY, null, NoProxy.NOTHING, unreadable);
    }

    /** Chooses the proxy for each address. */
    ProxySelector selector() {
        return new ProxyRouteSelector(this);
    }

    /** Presents the proxy's login to that proxy only; null if there is no login. */
    @Nullable Authenticator authenticator() {
        PipelineSettings.Proxy known = proxy;
        if (known == null || known.user() == null) {
            return null;
        }
        String user = known.user();
        char[] password =
                known.password() == null ? new char[0] : known.password().toCharArray();
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                boolean asked = getRequestorType() == RequestorType.PROXY
                        && known.host().equalsIgnoreCase(getRequestingHost())
                        && known.port() == getRequestingPort();
                return asked ? new PasswordAuthentication(user, password) : null;
            }
        };
    }

    /** Host and port of the proxy on the way to this address, or null. */
    @Nullable String proxyFor(URI uri) {
        Proxy chosen = selector().select(uri).get(0);
        return chosen.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : null;
    }

    /** One line for people, or null if there is nothing to tell. */
    @Nullable String told() {
        return proxy == null ? null : "The way to Azure is the proxy " + proxy + ", named by " + source.text + ".";
    }

    /** One line about what was passed over, or null; without the value, which may hold a password. */
    @Nullable String warning() {
        return unreadable == null
                ? null
                : "The environment variable " + unreadable
                        + " names no proxy that can be used and is passed over: it must be"
                        + " http://user:password@host:port, where other signs in user and password are percent-encoded"
                        + " (%5C for \\, %40 for @).";
    }

    private static boolean jvmDecides(URI endpoint) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return false;
        }
        // The JDK's own selector says "direct" both for "none named" and for http.nonProxyHosts.
        boolean applicationsOwn = selector.getClass().getClassLoader() != null;
        return applicationsOwn
                || System.getProperty("https.proxyHost") != null
                || selector.select(endpoint).stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
    }

    private static PipelineSettings.@Nullable Proxy proxyOfProperties() {
        String host = System.getProperty("https.proxyHost", "");
        if (host.isEmpty()) {
            return null;
        }
        // The JDK has no properties for user and password, but azure-core reads these, so people set them.
        return new PipelineSettings.Proxy(
                host,
                Integer.getInteger("https.proxyPort", 443),
                System.getProperty("https.proxyUser"),
                System.getProperty("https.proxyPassword"));
    }

    /** {@code http://user:password@host:port}, all but the host optional; null if it makes no sense. */
    private static PipelineSettings.@Nullable Proxy parse(String value) {
        try {
            var uri = URI.create(value.contains("://") ? value : "http://" + value);
            boolean https = "https".equalsIgnoreCase(uri.getScheme());
            if (uri.getHost() == null || !(https || "http".equalsIgnoreCase(uri.getScheme()))) {
                return null;
            }
            int defaultPort = https ? 443 : 80;
            String login = uri.getRawUserInfo();
            int colon = login == null ? -1 : login.indexOf(':');
            return new PipelineSettings.Proxy(
                    NoProxy.host(uri),
                    uri.getPort() < 0 ? defaultPort : uri.getPort(),
                    login == null ? null : decode(colon < 0 ? login : login.substring(0, colon)),
                    login == null || colon < 0 ? null : decode(login.substring(colon + 1)));
        } catch (IllegalArgumentException garbage) {
            return null;
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
