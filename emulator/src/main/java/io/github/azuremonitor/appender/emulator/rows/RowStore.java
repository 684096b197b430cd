package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.wire.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All accepted rows, by stream, in the order in which their requests were accepted. Safe for use by several threads;
 * bodies are parsed outside the lock.
 */
public final class RowStore {
    /** What was accepted of one body. */
    public record Accepted(int rows, long rawBytes) {}

    private final RowSettings settings;
    private final RowReader reader;
    private final Map<String, StreamRows> streams = new LinkedHashMap<>();
    private final List<IngestionError> errors = new ArrayList<>();

    public RowStore(RowSettings settings) {
        this.settings = settings;
        this.reader = new RowReader(settings.strict(), settings.refuseDuplicateKeys());
    }

    /** Reads a body and keeps its rows, all or none. */
    public Accepted add(Submission submission) throws UnreadableBodyException {
        byte[] json = submission.json(settings.maxInflatedBytes());
        Tally tally = new Tally();
        tally.requests = 1;
        List<Row> heard = new ArrayList<>();
        reader.read(json, tally, sent -> {
            tally.rows++;
            JsonNode time = sent.path("TimeGenerated");
            if (settings.strict() && time.isTextual() && !Times.hasSixDecimals(time.textValue())) {
                tally.complain("TimeGenerated '" + time.textValue() + "' has not exactly six decimals and a Z");
            }
            Map<String, JsonNode> row = submission.rules().apply(sent, submission.receivedAt(), tally);
            countKey(row, tally);
            if (settings.listener() != null) {
                heard.add(row(submission, sent, row));
            }
        });
        // Only now: a body that is spoiled further on has no rows at all.
        tell(heard);
        synchronized (this) {
            streams.computeIfAbsent(submission.stream(), name -> new StreamRows())
                    .add(submission, tally, settings.keepRows());
            notifyAll();
        }
        return new Accepted((int) tally.rows, json.length);
    }

    private void tell(List<Row> rows) {
        Consumer<Row> listener = settings.listener();
        if (listener != null) {
            rows.forEach(listener);
        }
    }

    private static Row row(Submission submission, ObjectNode sent, Map<String, JsonNode> columns) {
        return new Row(
                columns,
                submission.receivedAt(),
                submission.requestId(),
                submission.clientRequestId(),
                submission.dcrImmutableId(),
                ColumnRules.sentTime(sent, columns));
    }

    private void countKey(Map<String, JsonNode> row, Tally tally) {
        String column = settings.keyColumn();
        if (column == null) {
            return;
        }
        JsonNode key = row.get(column);
        if (key == null || key.isNull()) {
            tally.rowsWithoutKey++;
        } else {
            tally.key(KeySet.bits(key));
        }
    }

    /** Notes a body that was answered with success and is lost. */
    public synchronized void lost(IngestionError error) {
        errors.add(error);
        notifyAll();
    }

    /**
     * Reads rows back.
     *
     * @param offset how many of the stream's rows to leave out
     * @param limit how many at most
     * @param columns which columns, null for all
     * @throws IllegalStateException if rows are only counted
     */
    public List<Row> rows(String stream, long offset, long limit, @Nullable Set<String> columns) {
        if (!settings.keepRows()) {
            throw new IllegalStateException("rows are only counted, as keepRows(false) was asked for");
        }
        long to = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
        List<StreamRows.Kept> bodies;
        synchronized (this) {
            StreamRows rows = streams.get(stream);
            bodies = rows == null ? List.of() : rows.range(offset, to);
        }
        List<Row> rows = new ArrayList<>();
        for (StreamRows.Kept body : bodies) {
            read(body, index -> index >= offset && index < to, columns, rows);
        }
        return rows;
    }

    private void read(StreamRows.Kept body, Predicate<Long> wanted, @Nullable Set<String> columns, List<Row> rows) {
        Submission submission = body.submission();
        Tally again = new Tally();
        try {
            reader.read(submission.json(settings.maxInflatedBytes()), again, sent -> {
                if (wanted.test(body.firstRow() + again.rows++)) {
                    Map<String, JsonNode> row = submission.rules().apply(sent, submission.receivedAt(), again);
                    rows.add(row(submission, sent, row));
                    if (columns != null) {
                        row.keySet().retainAll(columns);
                    }
                }
            });
        } catch (UnreadableBodyException e) {
            throw new IllegalStateException("a body that was read once cannot be read again", e);
        }
    }

    /** How many rows a stream has. */
    public synchronized long count(String stream) {
        StreamRows rows = streams.get(stream);
        return rows == null ? 0 : rows.count();
    }

    /** What was seen of a stream. */
    public synchronized StreamStats stats(String stream) {
        StreamRows rows = streams.get(stream);
        return rows == null ? StreamStats.NONE : rows.stats();
    }

    /** The streams that have got a request. */
    public synchronized List<String> streams() {
        return List.copyOf(streams.keySet());
    }

    /** What was accepted, but is not as it should be; at most the first 1,000 of each stream. */
    public synchronized List<String> complaints() {
        return streams.values().stream()
                .flatMap(rows -> rows.complaints().stream())
                .toList();
    }

    /** The bodies that were answered with success and are lost. */
    public synchronized List<IngestionError> errors() {
        return List.copyOf(errors);
    }

    /** Waits until a stream has this many rows; whether it has before the time was up. */
    public synchronized boolean awaitCount(String stream, long rows, long timeoutNanos) throws InterruptedException {
        return Waiting.on(this, () -> count(stream) >= rows, timeoutNanos);
    }

    /** Forgets everything. */
    public synchronized void clear() {
        streams.clear();
        errors.clear();
    }
}
