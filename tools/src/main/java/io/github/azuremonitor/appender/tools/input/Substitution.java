package io.github.azuremonitor.appender.tools.input;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Resolves <code>${…}</code> as one framework does. Unknown names stay unresolved, so that the library treats the
 * setting as not given, and are remembered.
 */
final class Substitution {
    /** Separates the default in Logback and Log4j2. */
    static final String DASH = ":-";

    /** Separates the default in Spring. */
    static final String COLON = ":";

    private static final String START = "${";

    private final Function<String, @Nullable String> lookup;
    private final String separator;
    private final boolean escapes;
    private final Predicate<String> literal;

    /**
     * Where all values are resolved again.
     *
     * @param lookup a value by its name, or null
     * @param separator separates the name from the default
     */
    Substitution(Function<String, @Nullable String> lookup, String separator) {
        this(lookup, separator, false, name -> false);
    }

    /**
     * @param lookup a value by its name, or null
     * @param separator separates the name from the default
     * @param escapes whether <code>$${</code> is resolved later, as in Log4j2
     * @param literal of which names the values are taken as they are, and not resolved again
     */
    Substitution(
            Function<String, @Nullable String> lookup, String separator, boolean escapes, Predicate<String> literal) {
        this.lookup = lookup;
        this.separator = separator;
        this.escapes = escapes;
        this.literal = literal;
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
        // Spring tries the whole text first: a name may have a colon.
        String known = around.contains(name) ? null : lookup.apply(name);
        if (known != null && literal.test(name)) {
            return known;
        }
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

    /** Position of the brace that closes the one before {@code from}, or -1. */
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
