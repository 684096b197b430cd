package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows back over HTTP, which the real service does not offer. {@code GET
 * /rows?stream=&rule=&offset=&limit=&columns=}, with {@code &order=newest} backwards and narrowed down by {@code where=},
 * {@code level=} and {@code text=}; {@code GET /rows/count?stream=&rule=}, {@code GET /rows/arrivals?stream=&rule=} as a picture, and
 * {@code DELETE /rows}. Safe for use by several threads.
 */
public final class RowsRoute implements Route {
    /** Rows in a page unless asked otherwise. */
    static final int DEFAULT_LIMIT = 1_000;

    private static final int MAX_LIMIT = 100_000;
    private static final int DEFAULT_NEWEST = 100;
    private static final int MAX_NEWEST = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RowStore store;
    private final boolean keepsRows;

    public RowsRoute(RowStore store, boolean keepsRows) {
        this.store = store;
        this.keepsRows = keepsRows;
    }

    @Override
    public boolean claims(Call call) {
        return Set.of("/rows", "/rows/count", "/rows/arrivals").contains(call.path());
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        if (call.method().equals("DELETE") && call.path().equals("/rows")) {
            store.clear();
            return Answer.of(204);
        }
        if (!call.method().equals("GET")) {
            return Answer.notAllowed("GET");
        }
        String stream = call.query("stream");
        if (stream == null) {
            return problem("say which stream: ?stream=… (seen so far: " + String.join(", ", store.streams()) + ")");
        }
        RowStore.Source source = new RowStore.Source(call.query("rule"), stream);
        try {
            return switch (call.path()) {
                case "/rows/count" -> count(source);
                case "/rows/arrivals" ->
                    Answer.of(200)
                            .with("Content-Type", "image/svg+xml")
                            .withBody(ArrivalsPicture.of(store.arrivals(source)));
                default -> page(source, call);
            };
        } catch (NumberFormatException e) {
            return problem("offset and limit are whole numbers");
        } catch (IllegalArgumentException e) {
            return problem(String.valueOf(e.getMessage()));
        }
    }

    private Answer count(RowStore.Source source) {
        StreamStats stats = store.stats(source);
        ObjectNode body = JSON.createObjectNode()
                .put("stream", source.stream())
                .put("rows", stats.rows())
                .put("requests", stats.requests())
                .put("ignoredProperties", stats.ignoredProperties())
                .put("wrongTypes", stats.wrongTypes())
                .put("truncatedValues", stats.truncatedValues())
                .put("replacedTimes", stats.replacedTimes())
                .put("distinctKeys", stats.distinctKeys())
                .put("duplicateKeys", stats.duplicateKeys())
                .put("rowsWithoutKey", stats.rowsWithoutKey())
                .put("forgottenRows", stats.forgottenRows())
                .put("complaints", store.complaints().size())
                .put("lostBodies", store.errorCount());
        return Answer.json(200, body.toString());
    }

    private Answer page(RowStore.Source source, Call call) {
        if (!keepsRows) {
            return problem("rows are only counted: see /rows/count");
        }
        long offset = number(call.query("offset"), 0);
        long limit = Math.min(MAX_LIMIT, number(call.query("limit"), DEFAULT_LIMIT));
        if (offset < 0 || limit < 0) {
            return problem("offset and limit are not negative");
        }
        if ("newest".equals(call.query("order"))) {
            long page = Math.min(MAX_NEWEST, number(call.query("limit"), DEFAULT_NEWEST));
            return Answer.json(200, new NewestRows(store, source, RowFilter.of(call), offset, page).json());
        }
        if (!RowFilter.of(call).takesAll()) {
            return problem("where, level and text go with order=newest");
        }
        String columns = call.query("columns");
        return Answer.json(
                new RowPage(source, store, offset, limit, columns == null ? null : Set.of(columns.split(",", -1))));
    }

    private static long number(@Nullable String text, long otherwise) {
        return text == null ? otherwise : Long.parseLong(text);
    }

    private static Answer problem(String message) {
        return Answer.json(400, JSON.createObjectNode().put("message", message).toString());
    }
}
