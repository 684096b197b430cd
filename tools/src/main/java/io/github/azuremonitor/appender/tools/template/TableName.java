package io.github.azuremonitor.appender.tools.template;

import io.github.azuremonitor.appender.tools.input.BadInput;
import java.util.regex.Pattern;

/** Checks what Azure accepts as the name of a custom table, and proposes names for the other resources. */
final class TableName {
    private static final int LONGEST = 63;
    private static final Pattern TAKEN = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0," + (LONGEST - 1) + "}");

    /** Azure makes host names from the names of rules and endpoints, and no page says how long the former may be. */
    private static final int LONGEST_RULE = 30;

    private static final int LONGEST_ENDPOINT = 44;

    private TableName() {}

    /**
     * Refuses what Azure would refuse.
     *
     * @param stream that feeds the table
     * @param table with its suffix
     */
    static void check(String stream, String table) throws BadInput {
        if (TAKEN.matcher(table).matches()) {
            return;
        }
        String bare = table.substring(0, table.length() - Stream.TABLE_ENDING.length())
                .replaceAll("[^A-Za-z0-9_]", "_")
                .replaceFirst("^(?=[^A-Za-z])", "T");
        bare = bare.substring(0, Math.min(bare.length(), LONGEST - Stream.TABLE_ENDING.length()));
        throw new BadInput(
                "stream " + stream + ": Azure takes no table " + table + "; a table's name has letters, digits"
                        + " and _ with a letter first, and " + LONGEST + " characters at most; write Custom-" + bare
                        + Stream.TABLE_ENDING);
    }

    /** A proposal for the rule. */
    static String rule(String table) {
        return shortened("logs-" + table.replace(Stream.TABLE_ENDING, ""), LONGEST_RULE);
    }

    /** A proposal for the endpoint of a rule. */
    static String endpoint(String rule) {
        String ending = "-endpoint";
        return shortened(rule, LONGEST_ENDPOINT - ending.length()) + ending;
    }

    /** Ends in a letter or digit, as Azure requires. */
    private static String shortened(String name, int longest) {
        return name.substring(0, Math.min(name.length(), longest)).replaceFirst("[^A-Za-z0-9]+$", "");
    }
}
