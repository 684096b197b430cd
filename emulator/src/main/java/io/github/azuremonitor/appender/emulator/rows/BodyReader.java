package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Reads a body to its end before anything of it is kept: how many rows, and what does not fit. Safe for use by several threads. */
final class BodyReader {
    /**
     * What is in a body.
     *
     * @param heard the rows, if there is a listener
     */
    record Read(RowCounts counts, long rawBytes, List<Row> heard) {}

    /** A row as large as its body takes about this many bytes of heap while it is read. */
    private static final long LARGE_ROW_BYTES = 96 << 20;

    private final RowSettings settings;
    private final Semaphore largeBodies;

    BodyReader(RowSettings settings) {
        this.settings = settings;
        this.largeBodies =
                new Semaphore((int) Math.max(1, Runtime.getRuntime().maxMemory() / 2 / LARGE_ROW_BYTES), true);
    }

    Read read(Submission submission) throws UnreadableBodyException {
        Read read = fitting(submission);
        return read == null ? anyRows(submission) : read;
    }

    /** Null for a body that needs a closer look. */
    private @Nullable Read fitting(Submission submission) throws UnreadableBodyException {
        if (settings.listener() != null || settings.keyColumn() != null) {
            return null;
        }
        try (RowCursor rows = submission.rowsWithAnyKeys(settings, largeBodies)) {
            RowCounts counts =
                    new FittingRows(submission.rules(), submission.receivedAt(), settings.strict()).count(rows);
            return counts == null ? null : new Read(counts, rows.rawBytes(), List.of());
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    private Read anyRows(Submission submission) throws UnreadableBodyException {
        RowCounts counts = new RowCounts();
        List<Row> heard = new ArrayList<>();
        try (RowCursor rows = submission.rows(settings, largeBodies)) {
            for (ObjectNode sent = rows.next(); sent != null; sent = rows.next()) {
                take(submission, sent, counts, heard);
            }
            counts.droppedRows = rows.skipped();
            if (counts.droppedRows > 0) {
                counts.misfits.add(Problem.Kind.DROPPED_ROW, "", null);
            }
            return new Read(counts, rows.rawBytes(), heard);
        } catch (OutOfMemoryError e) {
            throw new UnreadableBodyException(
                    UnreadableBodyException.Reason.INFLATES_TOO_LARGE,
                    "A row of the content does not fit into the emulator's heap; give it a larger one (-Xmx).",
                    -1);
        }
    }

    private void take(Submission submission, ObjectNode sent, RowCounts counts, List<Row> heard) {
        counts.rows++;
        JsonNode time = sent.path("TimeGenerated");
        if (settings.strict() && time.isTextual() && !Times.hasSixDecimals(time.textValue())) {
            counts.complain("TimeGenerated '" + time.textValue() + "' has not exactly six decimals and a Z");
        }
        Map<String, JsonNode> row = submission.rules().apply(sent, submission.receivedAt(), counts);
        countKey(row, counts);
        counts.level(row.get(submission.rules().levelColumn()));
        if (settings.listener() != null) {
            heard.add(submission.row(sent, row));
        }
    }

    private void countKey(Map<String, JsonNode> row, RowCounts counts) {
        String column = settings.keyColumn();
        if (column == null) {
            return;
        }
        JsonNode key = row.get(column);
        if (key == null || key.isNull()) {
            counts.rowsWithoutKey++;
        } else {
            counts.key(KeySet.bits(key));
        }
    }
}
