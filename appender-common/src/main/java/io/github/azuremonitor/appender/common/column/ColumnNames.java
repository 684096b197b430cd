package io.github.azuremonitor.appender.common.column;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Azure's rules for column names (Azure Monitor docs, create a custom table). */
final class ColumnNames {
    private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9_]{1,44}");

    private static final Set<String> RESERVED = Set.of(
            "id",
            "billedsize",
            "isbillable",
            "invalidtimegenerated",
            "tenantid",
            "title",
            "type",
            "uniqueid",
            "_itemid",
            "_resourcegroup",
            "_resourceid",
            "_subscriptionid",
            "_timereceived");

    private ColumnNames() {}

    static void check(List<Column> columns, List<String> faults) {
        var seen = new HashSet<String>();
        for (Column column : columns) {
            String lower = column.name().toLowerCase(Locale.ROOT);
            if (RESERVED.contains(lower)) {
                faults.add("column name " + column.name() + " is reserved by Azure; take another");
            } else if (!VALID.matcher(column.name()).matches()) {
                faults.add("column name '" + column.name()
                        + "' is not 2 to 45 letters, digits or underscores with a letter first");
            }
            // Auxiliary tables lose data whose column names differ only by case.
            if (!seen.add(lower)) {
                faults.add("column " + column.name() + " is there twice");
            }
        }
    }

    static String nearestSource(String text) {
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (Source.Kind kind : Source.Kind.values()) {
            int distance = distance(text.toLowerCase(Locale.ROOT), kind.text().toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = kind.text();
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
