package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.wire.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest accepted rows in the order in which their requests were accepted, and what was counted of all. Safe for use
 * by several threads; bodies are parsed outside the lock.
 */
public final class RowStore {
    /** What was accepted of one body. */
    public record Accepted(int rows, long rawBytes) {}

    /** The rows of a stream, of one rule or, with null, of all that have it. */
    public record Source(@Nullable String dcrImmutableId, String stream) {
        private boolean has(Source of) {
            return stream.equals(of.stream) && (dcrImmutableId == null || dcrImmutableId.equals(of.dcrImmutableId));
        }
    }

    private record Kept(Source source, Submission submission, int rows) {}

    /** As many losses are remembered. */
    private static final int MOST_ERRORS = 1_000;

    /** A row as large as its body takes about this many bytes of heap while it is read. */
    private static final long LARGE_ROW_BYTES = 96 << 20;

    private final RowSettings settings;
    private final Problems problems;
    private final Semaphore largeBodies;
    private final Map<Source, StreamRows> streams = new LinkedHashMap<>();
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Deque<IngestionError> errors = new ArrayDeque<>();
    private long keptBytes;
    private long errorCount;
    private long changes;

    /** @param problems is told what does not fit */
    public RowStore(RowSettings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
        this.largeBodies =
                new Semaphore((int) Math.max(1, Runtime.getRuntime().maxMemory() / 2 / LARGE_ROW_BYTES), true);
    }

    /** Reads a body and keeps its rows, all or none. */
    public Accepted add(Submission submission) throws UnreadableBodyException {
        Tally tally = new Tally();
        tally.requests = 1;
        List<Row> heard = new ArrayList<>();
        long rawBytes;
        try (RowCursor rows = submission.rows(settings, largeBodies)) {
            for (ObjectNode sent = rows.next(); sent != null; sent = rows.next()) {
                take(submission, sent, tally, heard);
            }
            tally.droppedRows = rows.skipped();
            if (tally.droppedRows > 0) {
                tally.misfits.add(Problem.Kind.DROPPED_ROW, "", null);
            }
            rawBytes = rows.rawBytes();
        } catch (OutOfMemoryError e) {
            throw new UnreadableBodyException(
                    UnreadableBodyException.Reason.INFLATES_TOO_LARGE,
                    "A row of the content does not fit into the emulator's heap; give it a larger one (-Xmx).",
                    -1);
        }
        // Only now: a body that is spoiled further on has no rows at all.
        tell(heard);
        tally.misfits.tell(submission, problems);
        synchronized (this) {
            keep(submission, tally);
            notifyAll();
        }
        return new Accepted((int) tally.rows, rawBytes);
    }

    private void take(Submission submission, ObjectNode sent, Tally tally, List<Row> heard) {
        tally.rows++;
        JsonNode time = sent.path("TimeGenerated");
        if (settings.strict() && time.isTextual() && !Times.hasSixDecimals(time.textValue())) {
            tally.complain("TimeGenerated '" + time.textValue() + "' has not exactly six decimals and a Z");
        }
        Map<String, JsonNode> row = submission.rules().apply(sent, submission.receivedAt(), tally);
        countKey(row, tally);
        tally.level(row.get(submission.rules().levelColumn()));
        if (settings.listener() != null) {
            heard.add(submission.row(sent, row));
        }
    }

    private void tell(List<Row> rows) {
        Consumer<Row> listener = settings.listener();
        if (listener != null) {
            rows.forEach(listener);
        }
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

    private void keep(Submission submission, Tally tally) {
        Source source = new Source(submission.dcrImmutableId(), submission.stream());
        boolean keeps = settings.keepRows() && tally.rows > 0;
        streams.computeIfAbsent(source, name -> new StreamRows()).add(tally, submission.receivedAt(), keeps);
        changes++;
        if (!keeps) {
            return;
        }
        kept.addLast(new Kept(source, submission, (int) tally.rows));
        keptBytes += submission.keptBytes();
        while (keptBytes > settings.mostBytes() && !kept.isEmpty()) {
            Kept oldest = kept.removeFirst();
            keptBytes -= oldest.submission().keptBytes();
            StreamRows rows = streams.get(oldest.source());
            if (rows != null) {
                rows.forget(oldest.rows());
            }
        }
    }

    /** Notes a body that was answered with success and is lost. */
    public synchronized void lost(IngestionError error) {
        changes++;
        errors.addLast(error);
        errorCount++;
        if (errors.size() > MOST_ERRORS) {
            errors.removeFirst();
        }
        notifyAll();
    }

    /**
     * Reads kept rows back.
     *
     * @param offset how many of the kept rows to leave out
     * @param limit how many at most
     * @throws IllegalStateException if rows are only counted
     */
    public List<Row> rows(Source source, long offset, long limit) {
        RowScan scan = scan(source, offset, limit);
        List<Row> rows = new ArrayList<>();
        for (Row row = scan.next(); row != null; row = scan.next()) {
            rows.add(row);
        }
        return rows;
    }

    /** The same, one row at a time. */
    RowScan scan(Source source, long offset, long limit) {
        if (!settings.keepRows()) {
            throw new IllegalStateException("rows are only counted, as keepRows(false) was asked for");
        }
        long to = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
        long skip = offset;
        long before = 0;
        List<Submission> bodies = new ArrayList<>();
        synchronized (this) {
            for (Kept body : kept) {
                if (before >= to) {
                    break;
                }
                if (source.has(body.source())) {
                    before += body.rows();
                    if (before <= offset) {
                        skip -= body.rows();
                    } else {
                        bodies.add(body.submission());
                    }
                }
            }
        }
        return new RowScan(bodies, skip, limit, settings);
    }

    /**
     * Bodies with kept rows, the newest first.
     *
     * @param skip as many of the newest rows are not wanted; bodies that have only such are left out
     */
    synchronized NewestBodies newestBodies(Source source, long skip) {
        List<Submission> bodies = new ArrayList<>();
        long toSkip = skip;
        for (Iterator<Kept> each = kept.descendingIterator(); each.hasNext(); ) {
            Kept body = each.next();
            if (source.has(body.source())) {
                if (bodies.isEmpty() && toSkip >= body.rows()) {
                    toSkip -= body.rows();
                } else {
                    bodies.add(body.submission());
                }
            }
        }
        return new NewestBodies(bodies, toSkip);
    }

    /** Bodies, and how many of the first one's newest rows are not wanted. */
    record NewestBodies(List<Submission> bodies, long skip) {}

    /** Rows of one body. */
    RowScan scan(Submission body) {
        return new RowScan(List.of(body), 0, Long.MAX_VALUE, settings);
    }

    /** How many rows came when, by level; by the second in which a step of {@link Arrivals#STEP_SECONDS} begins. */
    synchronized NavigableMap<Long, Map<String, Integer>> arrivals(Source source) {
        NavigableMap<Long, Map<String, Integer>> all = new TreeMap<>();
        of(source).forEach(rows -> rows.arrivals().into(all));
        return all;
    }

    /** The streams that have got a request, each with its rule. */
    public synchronized List<Source> sources() {
        return List.copyOf(streams.keySet());
    }

    /** Grows with everything that changes here. */
    public synchronized long changes() {
        return changes;
    }

    /** The columns of all kept rows that a reader looks at. */
    ValueScan values(Source source, ValueReader reader) {
        List<Submission> bodies = new ArrayList<>();
        synchronized (this) {
            for (Kept body : kept) {
                if (source.has(body.source())) {
                    bodies.add(body.submission());
                }
            }
        }
        return new ValueScan(bodies, settings, reader);
    }

    private List<StreamRows> of(Source source) {
        return streams.entrySet().stream()
                .filter(stream -> source.has(stream.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** How many rows were accepted. */
    public synchronized long count(Source source) {
        return of(source).stream().mapToLong(StreamRows::count).sum();
    }

    /** How many of them can be read back. */
    public synchronized long kept(Source source) {
        return of(source).stream().mapToLong(StreamRows::kept).sum();
    }

    /** What was seen of a stream. */
    public synchronized StreamStats stats(Source source) {
        return of(source).stream().map(StreamRows::stats).reduce(StreamStats.NONE, StreamStats::plus);
    }

    /** The streams that have got a request. */
    public synchronized List<String> streams() {
        return streams.keySet().stream().map(Source::stream).distinct().toList();
    }

    /** What was accepted, but is not as it should be; at most the first 1,000 of each stream. */
    public synchronized List<String> complaints() {
        return streams.values().stream()
                .flatMap(rows -> rows.complaints().stream())
                .toList();
    }

    /** The newest bodies that were answered with success and are lost, at most 1,000. */
    public synchronized List<IngestionError> errors() {
        return List.copyOf(errors);
    }

    /** How many bodies were answered with success and are lost. */
    synchronized long errorCount() {
        return errorCount;
    }

    /** Waits until a stream has got this many rows; whether it has before the time was up. */
    public synchronized boolean awaitCount(Source source, long rows, long timeoutNanos) throws InterruptedException {
        return Waiting.on(this, () -> count(source) >= rows, timeoutNanos);
    }

    /** Forgets everything. */
    public synchronized void clear() {
        changes++;
        streams.clear();
        kept.clear();
        keptBytes = 0;
        errors.clear();
        errorCount = 0;
    }
}
