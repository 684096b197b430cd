package io.github.azuremonitor.appender.common.send;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Hosts that are reached without a proxy, as in curl's NO_PROXY: a comma-separated list of host names that include
 * their subdomains, {@code *} for all, each with or without a port.
 *
 * @param entries lower case, without leading dots
 */
record NoProxy(List<String> entries) {
    static final NoProxy NOTHING = new NoProxy(List.of());

    static NoProxy parse(String list) {
        var entries = Stream.of(list.split("[,\\s]+"))
                .map(entry -> entry.toLowerCase(Locale.ROOT))
                .map(entry -> entry.startsWith("*.") ? entry.substring(2) : entry)
                .map(entry -> entry.startsWith(".") ? entry.substring(1) : entry)
                .filter(entry -> !entry.isEmpty())
                .toList();
        return new NoProxy(entries);
    }

    /** Whether this address is reached without a proxy, by the list or always. */
    boolean matches(URI uri) {
        String host = host(uri);
        return isLocal(host) || entries.stream().anyMatch(entry -> matches(entry, host, port(uri)));
    }

    /**
     * Loopback and link-local addresses never go through a proxy: the endpoints of managed identities are there
     * (169.254.169.254 for machines, others for App Service), and a proxy must not see their tokens.
     */
    static boolean isLocal(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.matches("169\\.254(\\.\\d{1,3}){2}")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1");
    }

    /** Lower case and without the brackets of an IPv6 address. */
    static String host(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean matches(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        boolean bracketed = entry.startsWith("[");
        if (colon > 0 && (entry.indexOf(':') == colon || (bracketed && entry.charAt(colon - 1) == ']'))) {
            if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        if (bracketed && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        return host.equals(name) || host.endsWith("." + name);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "http".equals(uri.getScheme()) ? 80 : 443;
    }
}
