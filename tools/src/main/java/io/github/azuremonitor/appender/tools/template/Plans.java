package io.github.azuremonitor.appender.tools.template;

import io.github.azuremonitor.appender.tools.input.BadInput;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chosen plans.
 *
 * @param ofAll for tables that are not named, or null
 * @param named by table
 */
record Plans(@Nullable Plan ofAll, Map<String, Plan> named) {
    /**
     * Reads {@code PLAN} and {@code TABLE=PLAN}; a later one wins.
     *
     * @throws BadInput for something else
     */
    static Plans of(List<String> given) throws BadInput {
        Plan ofAll = null;
        var named = new LinkedHashMap<String, Plan>();
        for (String choice : given) {
            int equals = choice.indexOf('=');
            Plan plan = plan(choice.substring(equals + 1));
            if (equals < 0) {
                ofAll = plan;
            } else {
                named.put(choice.substring(0, equals), plan);
            }
        }
        return new Plans(ofAll, named);
    }

    /** The plan of a table, or null to keep its current one. */
    @Nullable Plan of(String table) {
        return named.containsKey(table) ? named.get(table) : ofAll;
    }

    /** @throws BadInput if a plan was chosen for a table that does not exist */
    void refuseOthersThan(Set<String> tables) throws BadInput {
        for (String table : named.keySet()) {
            if (!tables.contains(table)) {
                throw new BadInput("--plan: no appender writes to the table " + table + "; there are "
                        + String.join(", ", tables));
            }
        }
    }

    private static Plan plan(String text) throws BadInput {
        for (Plan plan : Plan.values()) {
            if (plan.name().equals(text)) {
                return plan;
            }
        }
        throw new BadInput(
                "--plan: '" + text + "' is none of " + Arrays.toString(Plan.values()) + "; write PLAN or TABLE=PLAN");
    }
}
