package io.github.azuremonitor.appender.common.text;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares names, tolerating the usual mistakes. */
public final class NameMatch {
    private NameMatch() {}

    /** Without case and separators, so that {@code dcr-immutable-id} is {@code dcrImmutableId}. */
    public static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        var plain = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c != '-' && c != '_' && c != '.' && c != ' ') {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** The candidate with the fewest typing errors, or null where a third of the letters or more would be wrong. */
    public static @Nullable String nearest(String name, Collection<String> candidates) {
        String wanted = plain(name);
        String nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int errors = distance(wanted, plain(candidate));
            if (errors < fewest && 3 * errors < Math.max(wanted.length(), 4)) {
                fewest = errors;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Letters to insert, delete, replace or swap with their neighbour. */
    public static int distance(String a, String b) {
        int[][] errors = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                errors[i][j] = i == 0 || j == 0 ? i + j : step(errors, a, i, b, j);
            }
        }
        return errors[a.length()][b.length()];
    }

    private static int step(int[][] errors, String a, int i, String b, int j) {
        int replaced = errors[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(errors[i - 1][j], errors[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, 1 + errors[i - 2][j - 2]) : least;
    }
}
