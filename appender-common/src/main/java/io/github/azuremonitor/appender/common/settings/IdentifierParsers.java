package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.settings.ValueParser.Refused;
import io.github.azuremonitor.appender.common.text.SecretValues;
import io.github.azuremonitor.appender.common.text.StreamNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Parsers for Azure's identifiers, and for paths. */
final class IdentifierParsers {
    private static final Pattern DCR = Pattern.compile("dcr-[0-9a-f]{32}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern ENTRA = Pattern.compile("[A-Za-z0-9._-]+");

    private IdentifierParsers() {}

    /** One rule, or several with commas between them, each once. */
    static List<String> dcrImmutableIds(String text) throws Refused {
        if (text.indexOf(',') < 0) {
            return List.of(dcrImmutableId(text));
        }
        List<String> rules = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String id = part.strip();
            if (id.isEmpty()) {
                throw new Refused("has a comma too many; write ids with one comma between two of them");
            }
            String rule;
            try {
                rule = dcrImmutableId(id);
            } catch (Refused refused) {
                throw new Refused("has a list whose id " + (rules.size() + 1) + " " + refused.getMessage());
            }
            if (rules.contains(rule)) {
                throw new Refused("has " + rule + " twice; leave one out");
            }
            rules.add(rule);
        }
        return rules;
    }

    /** {@code dcr-} and 32 hexadecimal digits in lower case. */
    private static String dcrImmutableId(String text) throws Refused {
        String lower = text.toLowerCase(Locale.ROOT);
        if (DCR.matcher(text).matches()) {
            return text;
        }
        if (DCR.matcher(lower).matches()) {
            throw new Refused("is not in lower case, as Azure's immutable ids are; write " + lower);
        }
        if (HEX.matcher(text).matches()) {
            throw new Refused("lacks its beginning; write dcr-" + lower);
        }
        if (lower.startsWith("/subscriptions/")) {
            throw new Refused(
                    "is a resource id; the immutable id is the property immutableId in the rule's JSON view, or"
                            + " in what az monitor data-collection rule show prints");
        }
        throw new Refused(
                "is not an immutable id; write dcr- and 32 hexadecimal digits, the property immutableId in the"
                        + " rule's JSON view");
    }

    /** {@code Custom-…} or {@code Microsoft-…}. */
    static String streamName(String text) throws Refused {
        String fault = StreamNames.fault(text);
        if (fault != null) {
            throw new Refused(fault);
        }
        return text;
    }

    /** Directory or application: an id or a domain. */
    static String entra(String text) throws Refused {
        if (ENTRA.matcher(text).matches()) {
            return text;
        }
        throw new Refused("is not an id of Entra; write it as 00000000-0000-0000-0000-000000000000");
    }

    /** The resource of a token. */
    static String audience(String text) throws Refused {
        if (text.endsWith("/.default")) {
            throw new Refused("is a scope; leave out /.default");
        }
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute() && uri.getRawUserInfo() == null) {
                return text;
            }
        } catch (URISyntaxException broken) {
            // Refused below like every other text that is no URI.
        }
        throw new Refused("is not the URI of a resource; write https://monitor.azure.com for example");
    }

    /** A path; whether it exists shows when it is used. */
    static Path path(String text) throws Refused {
        if (text.equals("~") || text.startsWith("~/")) {
            throw new Refused("only a shell knows what ~ stands for; write the whole path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException broken) {
            throw new Refused("is not a path of this system");
        }
    }

    /**
     * A file that holds the rule; a common mistake is the id of the rule, or its resource id, which begins like a path.
     */
    static Path ruleFile(String text) throws Refused {
        String lower = text.toLowerCase(Locale.ROOT);
        if (DCR.matcher(lower).matches() || lower.startsWith("/subscriptions/")) {
            throw new Refused("is the rule itself and not a file with it; the setting for its immutable id is"
                    + " dcrImmutableId");
        }
        return path(text);
    }

    /** A file that holds a secret; a common mistake is the secret itself. */
    static Path secretFile(String text) throws Refused {
        if (SecretValues.looksSecret(text)) {
            throw new Refused("looks like the secret itself; write it into a file and give the path of that file");
        }
        return path(text);
    }
}
