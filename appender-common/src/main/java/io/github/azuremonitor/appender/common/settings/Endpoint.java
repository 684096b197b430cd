package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.text.SecretValues;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The setting {@code endpoint}, parsed by {@link URI} and rebuilt from its parts, so that what was checked is what is
 * used, and two spellings of one endpoint share a pipeline.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case, IPv6 in brackets
 * @param port 1 to 65535, or -1 for the scheme's own
 */
record Endpoint(String scheme, String host, int port) {
    private static final String RIGHT =
            "write the logs ingestion endpoint, such as https://my-dce-a1b2.westeurope-1.ingest.monitor.azure.com";
    private static final Pattern BARE_HOST = Pattern.compile("(localhost|([A-Za-z0-9-]+\\.)+[A-Za-z0-9-]+)(:\\d+)?/?");
    private static final Pattern PORTAL = Pattern.compile("(.+\\.)?portal\\.azure\\.(com|us|cn)");

    /** The parts, or null if the text cannot be parsed; every fault goes to {@code faults}. */
    static @Nullable Endpoint parse(String text, Consumer<String> faults) {
        if (text.toLowerCase(Locale.ROOT).startsWith("/subscriptions/")) {
            faults.accept("is the resource id of "
                    + (text.toLowerCase(Locale.ROOT).contains("/datacollectionendpoints/")
                            ? "the data collection endpoint, not its URL; "
                            : "an Azure resource, not a URL; ")
                    + "the URL is shown as Logs Ingestion on its overview page: " + RIGHT);
            return null;
        }
        boolean bare = BARE_HOST.matcher(text).matches() && !SecretValues.looksSecret(text);
        URI uri = uri(bare ? "https://" + text : text);
        if (uri == null || uri.getScheme() == null || uri.getHost() == null) {
            faults.accept("is not a URL with a host; " + RIGHT);
            return null;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        String mistake = wrongHost(host);
        if (mistake != null) {
            faults.accept(mistake + "; " + RIGHT);
            return null;
        }
        if (bare) {
            faults.accept("has no scheme; write https://" + text + ", or http:// on this machine");
        }
        if (!scheme.equals("https") && !scheme.equals("http")) {
            faults.accept("is neither an https nor an http URL; " + RIGHT);
        }
        // A trailing dot is a fault of its own; the host without it is checked for further faults.
        String bareHost = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        checkRest(uri, scheme + "://" + bareHost + port, faults);
        boolean standardPort = uri.getPort() == (scheme.equals("https") ? 443 : 80);
        return new Endpoint(scheme, bareHost, standardPort ? -1 : uri.getPort());
    }

    /** The base URL without a trailing slash. */
    URI uri() {
        return URI.create(scheme + "://" + host + (port < 0 ? "" : ":" + port));
    }

    /** Whether tokens and rows would travel in clear text over a network. */
    boolean clearText() {
        return scheme.equals("http") && !Hosts.loopback(host);
    }

    private static void checkRest(URI uri, String kept, Consumer<String> faults) {
        String path = uri.getRawPath();
        boolean whole = path.toLowerCase(Locale.ROOT).startsWith("/datacollectionrules/");
        if (whole) {
            faults.accept("is the whole ingestion URL; keep " + kept
                    + " and put rule and stream into dcrImmutableId and" + " streamName");
        } else if (!path.isEmpty() && !path.equals("/")) {
            faults.accept("has a path; keep the part before it, which names the host");
        }
        if (uri.getRawUserInfo() != null) {
            faults.accept("has user information before an @; leave it out, credential says how to log in");
        }
        if (uri.getRawQuery() != null && !whole) {
            faults.accept("has a query; leave out the ? and what follows");
        }
        if (uri.getRawFragment() != null) {
            faults.accept("has a fragment; leave out the # and what follows");
        }
        if (uri.getHost().endsWith(".")) {
            faults.accept("has a dot at the end of its host; leave it out");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            faults.accept("has a port out of range; write 1 to 65535 or none");
        }
    }

    /** Azure hosts that people often enter but that accept no rows. */
    private static @Nullable String wrongHost(String host) {
        if (host.contains(".ods.opinsights.azure.")) {
            return "belongs to the HTTP Data Collector API, which is gone";
        }
        if (PORTAL.matcher(host).matches()) {
            return "is a page of the Azure portal";
        }
        if (host.startsWith("management.azure.") || host.startsWith("management.usgovcloudapi.")) {
            return "is Azure's management API";
        }
        if (host.contains(".metrics.ingest.monitor.azure.")) {
            return "is the endpoint for metrics";
        }
        return host.contains(".handler.control.monitor.azure.") ? "is the endpoint for an agent's configuration" : null;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException broken) {
            return null;
        }
    }
}
