package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.wire.Pieces;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A page of rows as JSON, made while it is written. */
final class RowPage implements Pieces {
    /** A page ends early with this much text, and says where the next one begins. */
    private static final long MOST_CHARS = 64 << 20;

    private static final int PIECE_CHARS = 32 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private enum Place {
        HEAD,
        ROWS,
        END
    }

    private final RowScan scan;
    private final @Nullable Set<String> columns;
    private final String head;
    private final long total;
    private final long offset;
    private long rows;
    private long chars;
    private Place place = Place.HEAD;

    RowPage(RowStore.Source source, RowStore store, long offset, long limit, @Nullable Set<String> columns) {
        this.scan = store.scan(source, offset, limit);
        this.total = store.kept(source);
        this.offset = offset;
        this.columns = columns;
        this.head = "{\"stream\":" + JSON.getNodeFactory().textNode(source.stream()) + ",\"total\":" + total
                + ",\"offset\":" + offset + ",\"rows\":[";
    }

    @Override
    public @Nullable String next() {
        if (place == Place.END) {
            return null;
        }
        StringBuilder piece = new StringBuilder();
        if (place == Place.HEAD) {
            piece.append(head);
            place = Place.ROWS;
        }
        while (piece.length() < PIECE_CHARS) {
            Map<String, JsonNode> row = chars < MOST_CHARS ? scan.nextAsQueried() : null;
            if (row == null) {
                place = Place.END;
                return piece.append(end()).toString();
            }
            append(piece, row);
        }
        chars += piece.length();
        return piece.toString();
    }

    private void append(StringBuilder piece, Map<String, JsonNode> row) {
        if (columns != null) {
            row.keySet().retainAll(columns);
        }
        ObjectNode json = JSON.createObjectNode();
        json.setAll(row);
        piece.append(rows++ == 0 ? "" : ",").append(json);
    }

    private String end() {
        long next = offset + rows;
        return next < total && rows > 0 ? "],\"next\":" + next + "}" : "]}";
    }
}
