package io.github.azuremonitor.appender.reliability;

import java.util.HashMap;
import java.util.Map;

/** The ledger of a child process, as it printed it. */
record ChildStats(long offered, long recovered, long accepted, long held, long dropped, long posts, boolean balances) {
    static ChildStats parse(String line) {
        Map<String, String> values = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            String[] pair = word.split("=", 2);
            values.put(pair[0], pair[1]);
        }
        return new ChildStats(
                Long.parseLong(values.get("offered")),
                Long.parseLong(values.get("recovered")),
                Long.parseLong(values.get("accepted")),
                Long.parseLong(values.get("held")),
                Long.parseLong(values.get("dropped")),
                Long.parseLong(values.get("posts")),
                Boolean.parseBoolean(values.get("balances")));
    }
}
