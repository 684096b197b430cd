package io.github.azuremonitor.appender.common.column;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /** What is wrong with the name, or null. */
    static @Nullable String fault(String name) {
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            return "column name " + name + " is reserved by Azure; take another";
        }
        return VALID.matcher(name).matches()
                ? null
                : "column name '" + name + "' is not 2 to 45 letters, digits or underscores with a letter first";
    }
}
