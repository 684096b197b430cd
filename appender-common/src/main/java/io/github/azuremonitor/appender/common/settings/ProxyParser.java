package io.github.azuremonitor.appender.common.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code http://[user:password@]host:port}; user and password are percent-encoded. No message quotes the text. */
final class ProxyParser implements ValueParser<PipelineSettings.Proxy> {
    private static final String RIGHT = "write http://host:port or http://user:password@host:port";

    @Override
    public PipelineSettings.Proxy read(String text) throws Refused {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException broken) {
            throw new Refused("is not a URL; " + RIGHT + ", with special characters as %40 for @");
        }
        if (uri.getHost() == null) {
            throw new Refused("has no valid host; " + RIGHT + ", with special characters as %40 for @");
        }
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw new Refused("is not an http proxy, the only kind there is support for; " + RIGHT);
        }
        if (uri.getPort() < 1 || uri.getPort() > 65_535) {
            throw new Refused("has no port from 1 to 65535; " + RIGHT);
        }
        boolean path = !uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/");
        if (path || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new Refused("goes on after the port; " + RIGHT);
        }
        return proxy(uri);
    }

    private static PipelineSettings.Proxy proxy(URI uri) throws Refused {
        String host = uri.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        String login = uri.getRawUserInfo();
        if (login == null) {
            return new PipelineSettings.Proxy(host, uri.getPort(), null, null);
        }
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon));
        if (user.isEmpty()) {
            throw new Refused("has no user before the password; " + RIGHT);
        }
        @Nullable String password = colon < 0 ? null : decoded(login.substring(colon + 1));
        return new PipelineSettings.Proxy(host, uri.getPort(), user, password);
    }

    /** URLDecoder is made for form data, where a plus is a blank. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
