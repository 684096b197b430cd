package io.github.azuremonitor.appender.emulator.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.kql.KqlAnswer;
import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.emulator.wire.Pieces;
import org.jspecify.annotations.Nullable;

/** An answer as JSON, made while it is written: never whole in memory, and cut where Azure cuts it. */
final class QueryPages implements Pieces {
    /** Azure gives no more (Azure Monitor docs, "Service limits", Log queries). */
    static final int MOST_ROWS = 500_000;

    private static final long MOST_CHARS = 100_000_000;
    private static final int PIECE_CHARS = 32 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KqlAnswer answer;
    private final @Nullable Long begun;
    private final boolean visualization;
    private @Nullable ArrayNode row;
    private long rows;
    private long chars;
    private boolean ended;

    /**
     * @param first the first row, null if there is none
     * @param begun when the query began, in nanoseconds, if the client wants to know how long it took
     * @param visualization whether the client wants to know how it shall show the rows
     */
    QueryPages(KqlAnswer answer, @Nullable ArrayNode first, @Nullable Long begun, boolean visualization) {
        this.visualization = visualization;
        this.answer = answer;
        this.row = first;
        this.begun = begun;
    }

    @Override
    public @Nullable String next() {
        if (ended) {
            return null;
        }
        StringBuilder piece = new StringBuilder(chars == 0 ? head() : "");
        while (piece.length() < PIECE_CHARS) {
            if (row == null) {
                return last(piece, null);
            }
            if (rows == MOST_ROWS || chars > MOST_CHARS) {
                return last(piece, "The answer has more than " + MOST_ROWS + " rows or " + MOST_CHARS + " characters.");
            }
            piece.append(rows++ == 0 ? "" : ",").append(row);
            try {
                row = answer.next();
            } catch (KqlException e) {
                return last(piece, String.valueOf(e.getMessage()));
            }
        }
        chars += piece.length();
        return piece.toString();
    }

    private String head() {
        ArrayNode columns = JSON.createArrayNode();
        for (KqlColumn column : answer.columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().keyword());
        }
        return "{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":" + columns + ",\"rows\":[";
    }

    private String last(StringBuilder piece, @Nullable String cut) {
        ended = true;
        piece.append("]}]");
        ObjectNode shown = visualization ? answer.visualization() : null;
        if (shown != null) {
            piece.append(",\"render\":").append(shown);
        }
        if (begun != null) {
            ObjectNode statistics = JSON.createObjectNode();
            ObjectNode query = statistics.putObject("query").put("executionTime", (System.nanoTime() - begun) / 1e9);
            query.putObject("inputDatasetStatistics").putObject("rows").put("scanned", answer.rowsRead());
            query.putArray("datasetStatistics").addObject().put("tableRowCount", rows);
            piece.append(",\"statistics\":").append(statistics);
        }
        if (cut != null) {
            piece.append(",\"error\":").append(QueryErrors.partial(cut));
        }
        return piece.append('}').toString();
    }
}
