package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.Locale;

/** Guesses what somebody meant to write. */
final class NearestSource {
    private NearestSource() {}

    /** The source whose name is nearest to {@code text}, with the key that was written if it takes one. */
    static String to(String text) {
        int dot = text.indexOf('.');
        String key = dot < 0 ? "KEY" : text.substring(dot + 1);
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (Kind kind : Kind.values()) {
            if (kind.isQuoted() || kind.isWildcard()) {
                continue;
            }
            String name = kind.isKeyed() ? kind.prefix() + key : kind.text();
            int distance = distance(text.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = name;
            }
        }
        return best;
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
