package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads stored rows back, one at a time, from the bodies as they were received. Used by one thread at a time. */
final class RowScan {
    private final Iterator<Submission> bodies;
    private final RowSettings settings;
    private final RowCounts unread = new RowCounts();
    private long toSkip;
    private long left;
    private @Nullable Submission submission;
    private @Nullable RowCursor cursor;

    /** @param skip rows of the first bodies that are left out */
    RowScan(List<Submission> bodies, long skip, long limit, RowSettings settings) {
        this.bodies = bodies.iterator();
        this.toSkip = skip;
        this.left = limit;
        this.settings = settings;
    }

    /** The next row, null at the end. */
    @Nullable Row next() {
        try {
            while (left > 0) {
                Submission from = submission;
                ObjectNode sent = cursor == null ? null : cursor.next();
                if (from == null || sent == null) {
                    if (!bodies.hasNext()) {
                        left = 0; // the last body has been read to its end, and is not asked again
                        return null;
                    }
                    submission = bodies.next();
                    cursor = submission.rows(settings, null);
                } else if (toSkip > 0) {
                    toSkip--;
                } else {
                    left--;
                    return from.row(sent, from.rules().apply(sent, from.receivedAt(), unread));
                }
            }
            return null;
        } catch (UnreadableBodyException e) {
            throw new IllegalStateException("a body that was read once cannot be read again", e);
        }
    }

    /** The next row as a query of the table shows it, null at the end: there are no null strings in KQL. */
    @Nullable Map<String, JsonNode> nextAsQueried() {
        Row row = next();
        Submission from = submission;
        if (row == null || from == null) {
            return null;
        }
        Map<String, JsonNode> columns = row.columns();
        columns.replaceAll((name, value) ->
                value.isNull() && from.rules().type(name) == ColumnType.STRING ? TextNode.valueOf("") : value);
        return columns;
    }
}
