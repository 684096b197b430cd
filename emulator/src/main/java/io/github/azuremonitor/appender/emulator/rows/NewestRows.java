package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Rows that a filter takes, the newest first, as far as they are found within a second. Used by one thread. */
final class NewestRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RowStore store;
    private final RowStore.Source source;
    private final RowFilter filter;
    private final long limit;
    private final ArrayNode rows = JSON.createArrayNode();
    private final long offset;
    private long toSkip;
    private long searched;

    /** @param offset how many of the newest rows to skip */
    NewestRows(RowStore store, RowStore.Source source, RowFilter filter, long offset, long limit) {
        this.store = store;
        this.source = source;
        this.filter = filter;
        this.offset = offset;
        this.limit = limit;
    }

    /**
     * {@code {"stream":…,"total":…,"found":…,"next":…,"rows":[…]}}; next is the offset of the first row that was not examined, and
     * missing if there is none.
     */
    String json() {
        long end = System.nanoTime() + LONGEST_NANOS;
        boolean complete = true;
        RowStore.NewestBodies newest = store.newestBodies(source, offset);
        toSkip = newest.skip();
        for (Submission body : newest.bodies()) {
            if (rows.size() >= limit || System.nanoTime() - end > 0) {
                complete = false;
                break;
            }
            complete = take(newestFirst(body));
        }
        ObjectNode answer = JSON.createObjectNode()
                .put("stream", source.stream())
                .put("total", store.kept(source))
                .put("found", rows.size());
        if (!complete) {
            answer.put("next", offset + searched);
        }
        answer.set("rows", rows);
        return answer.toString();
    }

    private List<Map<String, JsonNode>> newestFirst(Submission body) {
        List<Map<String, JsonNode>> all = new ArrayList<>();
        RowScan scan = store.scan(body);
        for (Map<String, JsonNode> row = scan.nextAsQueried(); row != null; row = scan.nextAsQueried()) {
            all.add(row);
        }
        Collections.reverse(all);
        return all;
    }

    /** Whether all of them were examined. */
    private boolean take(List<Map<String, JsonNode>> newestFirst) {
        for (Map<String, JsonNode> row : newestFirst) {
            if (rows.size() >= limit) {
                return false;
            }
            if (toSkip > 0) {
                toSkip--;
                continue;
            }
            searched++;
            if (filter.takes(row)) {
                ObjectNode json = rows.addObject();
                row.forEach(json::set);
            }
        }
        return true;
    }
}
