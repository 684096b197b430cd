package io.github.azuremonitor.appender.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the table holds of the numbered events.
 *
 * @param rows rows of the table
 * @param different how many of the numbers stand in it
 * @param duplicates rows whose number stands in another row too
 * @param unnumbered rows without a number, logged by something else
 */
record Findings(long rows, long different, long duplicates, long unnumbered) {
    /** Of rows that were read back. */
    static Findings of(List<JsonNode> rows, long logged) {
        Map<Long, Integer> seen = new HashMap<>();
        long unnumbered = 0;
        for (JsonNode row : rows) {
            long number = row.path("Seq").longValue();
            if (number >= 1 && number <= logged) {
                seen.merge(number, 1, Integer::sum);
            } else {
                unnumbered++;
            }
        }
        return new Findings(rows.size(), seen.size(), rows.size() - unnumbered - seen.size(), unnumbered);
    }

    /** Of what the emulator counted. */
    static Findings of(JsonNode count) {
        return new Findings(
                count.path("rows").longValue(),
                count.path("distinctKeys").longValue(),
                count.path("duplicateKeys").longValue(),
                count.path("rowsWithoutKey").longValue());
    }

    /** How many events have no row. */
    long missing(long logged) {
        return logged - different;
    }
}
