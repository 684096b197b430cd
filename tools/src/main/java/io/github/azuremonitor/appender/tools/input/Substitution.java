package io.github.azuremonitor.appender.tools.input;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves <code>${…}</code> as one framework does. What is unknown stays as it is, so that the library takes the setting
 * as not given, and is remembered by its name.
 */
final class Substitution {
    /** Logback's and Log4j2's defaults stand behind it. */
    static final String DASH = ":-";

    /** Spring's do. */
    static final String COLON = ":";

    private static final String START = "${";

    private final Function<String, @Nullable String> lookup;
    private final String separator;
    private final boolean escapes;

    /**
     * @param lookup a value by its name, resolved again, or null
     * @param separator what a default stands behind
     * @param escapes whether <code>$${</code> is for later, as in Log4j2
     */
    Substitution(Function<String, @Nullable String> lookup, String separator, boolean escapes) {
        this.lookup = lookup;
        this.separator = separator;
        this.escapes = escapes;
    }

    String resolve(String text) {
        return resolve(text, new LinkedHashSet<>());
    }

    /** @param unknown gets the names without a value */
    String resolve(String text, Set<String> unknown) {
        return resolve(text, unknown, new LinkedHashSet<>());
    }

    private String resolve(String text, Set<String> unknown, Set<String> around) {
        var resolved = new StringBuilder();
        int from = 0;
        for (int start = text.indexOf(START); start >= 0; start = text.indexOf(START, from)) {
            int end = end(text, start + START.length());
            if (end < 0) {
                break;
            }
            String inner = text.substring(start + START.length(), end);
            boolean isEscaped = escapes && start > from && text.charAt(start - 1) == '$';
            resolved.append(text, from, isEscaped ? start - 1 : start);
            String value = isEscaped ? null : value(inner, unknown, around);
            if (isEscaped) {
                unknown.add('$' + START + inner + '}');
            }
            resolved.append(value == null ? START + inner + '}' : value);
            from = end + 1;
        }
        return resolved.append(text, from, text.length()).toString();
    }

    private @Nullable String value(String inner, Set<String> unknown, Set<String> around) {
        int at = separator(inner);
        String name = resolve(at < 0 ? inner : inner.substring(0, at), unknown, around);
        // Spring tries the whole first: a name may have a colon.
        String known = around.contains(name) ? null : lookup.apply(name);
        if (known != null) {
            var deeper = new LinkedHashSet<>(around);
            deeper.add(name);
            return resolve(known, unknown, deeper);
        }
        if (at >= 0) {
            return resolve(inner.substring(at + separator.length()), unknown, around);
        }
        unknown.add(START + name + '}');
        return null;
    }

    /** Where the brace ends that begins before {@code from}, or -1. */
    private static int end(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith(START, i)) {
                depth++;
            } else if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private int separator(String inner) {
        int depth = 0;
        for (int i = 0; i < inner.length(); i++) {
            if (inner.startsWith(START, i)) {
                depth++;
            } else if (inner.charAt(i) == '}') {
                depth--;
            } else if (depth == 0 && inner.startsWith(separator, i)) {
                return i;
            }
        }
        return -1;
    }
}
