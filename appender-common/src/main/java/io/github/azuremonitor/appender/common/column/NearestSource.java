package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;
import io.github.azuremonitor.appender.common.text.NameMatch;
import java.util.Locale;

/** Finds the source whose name is nearest to a misspelt one. */
final class NearestSource {
    private NearestSource() {}

    /** The source whose name is nearest to {@code text}, with the key that was written if it takes one. */
    static String to(String text) {
        if (text.endsWith("*") && text.indexOf('.') < 0) {
            return text.toLowerCase(Locale.ROOT).startsWith("kv") ? "kv.*" : "mdc.*";
        }
        int dot = text.indexOf('.');
        String key = dot < 0 || dot == text.length() - 1 ? "KEY" : text.substring(dot + 1);
        for (Kind kind : Kind.values()) {
            if (kind.isKeyed() && !kind.isWildcard() && kind.prefix().startsWith(text + (dot < 0 ? "." : ""))) {
                return kind.prefix() + key;
            }
        }
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (Kind kind : Kind.values()) {
            if (kind.isQuoted() || kind.isWildcard()) {
                continue;
            }
            String name = kind.isKeyed() ? kind.prefix() + key : kind.text();
            int distance = NameMatch.distance(text.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = name;
            }
        }
        return best;
    }
}
