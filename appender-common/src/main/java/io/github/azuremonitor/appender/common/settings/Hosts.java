package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.settings.ValueParser.Refused;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which hosts may see a token. All hosts are compared in lower case, as a parsed URL gives them, IPv6 in brackets. */
final class Hosts {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\." + OCTET + "){3}|\\[(::1|(0+:){7}0*1)]");
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*|\\[[0-9a-f:.]+]");
    /** At least two labels: nobody owns a whole top-level domain. */
    private static final Pattern SUFFIX = Pattern.compile("\\*(\\." + LABEL + "){2,}");

    private Hosts() {}

    /** This machine: localhost, 127.0.0.0/8 or ::1, by its text alone. */
    static boolean loopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /** The cloud whose ingestion endpoints the host belongs to, or null. */
    static @Nullable Cloud cloud(String host) {
        for (Cloud cloud : Cloud.values()) {
            if (host.endsWith(cloud.ingestionSuffix())) {
                return cloud;
            }
        }
        return null;
    }

    /** Whether a token may be sent to the host. */
    static boolean trusted(String host, Collection<String> trustedHosts) {
        return cloud(host) != null
                || loopback(host)
                || trustedHosts.stream().anyMatch(trusted -> matches(host, trusted));
    }

    /** The setting {@code trustedHosts}: names and {@code *.suffix}es, separated by commas, in lower case. */
    static Set<String> read(String text) throws Refused {
        List<String> entries = WordParsers.list(text)
                .map(entry -> entry.toLowerCase(Locale.ROOT))
                .toList();
        for (String entry : entries) {
            if (entry.startsWith("*") && !SUFFIX.matcher(entry).matches()) {
                throw new Refused("a pattern is *. and a domain of two parts or more; write *.example.com");
            }
            if (!entry.startsWith("*") && !HOST.matcher(entry).matches()) {
                throw new Refused("takes hosts without scheme, port and path; write logs.example.com, *.example.com");
            }
        }
        return Collections.unmodifiableSet(new TreeSet<>(entries));
    }

    private static boolean matches(String host, String trusted) {
        return trusted.startsWith("*.") ? host.endsWith(trusted.substring(1)) : host.equals(trusted);
    }
}
