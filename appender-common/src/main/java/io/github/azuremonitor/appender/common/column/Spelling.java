package io.github.azuremonitor.appender.common.column;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares what somebody wrote with what there is. */
final class Spelling {
    private Spelling() {}

    /** The candidate with the fewest typing errors, or null where a quarter of the letters would be wrong. */
    static @Nullable String nearest(String written, Collection<String> candidates) {
        String nearest = null;
        int fewest = Math.max(2, written.length() / 4 + 1);
        for (String candidate : candidates) {
            int errors = distance(written, candidate);
            if (errors < fewest) {
                fewest = errors;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Letters, in any case, to insert, delete or replace until {@code one} is {@code other}. */
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
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
