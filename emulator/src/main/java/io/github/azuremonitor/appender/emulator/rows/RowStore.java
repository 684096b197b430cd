package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.wire.Waiting;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest accepted rows in the order in which their requests were accepted, and counts of all. Safe for use by
 * several threads; bodies are parsed outside the lock.
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

    /** How many losses are remembered. */
    private static final int MOST_ERRORS = 1_000;

    private final RowSettings settings;
    private final Problems problems;
    private final BodyReader reader;
    private final Map<Source, StreamRows> streams = new LinkedHashMap<>();
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Deque<IngestionError> errors = new ArrayDeque<>();
    private long keptBytes;
    private long errorCount;
    private long changes;
    private final @Nullable RowsFile file;
    private boolean fileIsBroken;

    /** @param problems is told what does not fit */
    public RowStore(RowSettings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
        this.reader = new BodyReader(settings);
        Path directory = settings.directory();
        this.file = directory == null || !settings.keepRows() ? null : new RowsFile(directory);
    }

    /**
     * Restores what an earlier process has kept, with the original times. Called once, before the first request.
     *
     * @param columns of a rule's stream, or null if there is none; its rows are left out, and gone
     */
    public void restore(BiFunction<String, String, @Nullable Map<String, ColumnType>> columns) {
        if (file == null) {
            return;
        }
        for (Submission body : file.read(columns)) {
            try {
                accept(body, false);
            } catch (UnreadableBodyException otherSettings) {
                // It was accepted under other settings, such as lenient ones.
            }
        }
        rewrite(file);
    }

    private void write(Submission submission) {
        if (file == null || fileIsBroken) {
            return;
        }
        try {
            file.add(submission);
            if (file.bytes() > 2 * settings.mostBytes()) {
                rewrite(file);
            }
        } catch (UncheckedIOException e) {
            // The rows are in memory, so the request must not fail.
            fileIsBroken = true;
            System.err.println("logs-emulator: " + e.getMessage() + "; a restart will not find those from now on");
        }
    }

    private synchronized void rewrite(RowsFile to) {
        to.replace(kept.stream().map(Kept::submission).toList());
    }

    /** Reads a body and keeps its rows, all or none. */
    public Accepted add(Submission submission) throws UnreadableBodyException {
        return accept(submission, true);
    }

    private Accepted accept(Submission submission, boolean isNew) throws UnreadableBodyException {
        BodyReader.Read read = reader.read(submission);
        RowCounts counts = read.counts();
        counts.requests = 1;
        // Only now, because a body with a fault further on has no rows at all.
        tell(read.heard());
        counts.misfits.tell(submission, problems);
        synchronized (this) {
            if (keep(submission, counts) && isNew) {
                write(submission);
            }
            notifyAll();
        }
        return new Accepted((int) counts.rows, read.rawBytes());
    }

    private void tell(List<Row> rows) {
        Consumer<Row> listener = settings.listener();
        if (listener != null) {
            rows.forEach(listener);
        }
    }

    private boolean keep(Submission submission, RowCounts counts) {
        Source source = new Source(submission.dcrImmutableId(), submission.stream());
        boolean keeps = settings.keepRows() && counts.rows > 0;
        streams.computeIfAbsent(source, name -> new StreamRows()).add(counts, submission.receivedAt(), keeps);
        changes++;
        if (!keeps) {
            return false;
        }
        kept.addLast(new Kept(source, submission, (int) counts.rows));
        keptBytes += submission.keptBytes();
        while (keptBytes > settings.mostBytes() && !kept.isEmpty()) {
            Kept oldest = kept.removeFirst();
            keptBytes -= oldest.submission().keptBytes();
            StreamRows rows = streams.get(oldest.source());
            if (rows != null) {
                rows.forget(oldest.rows());
            }
        }
        return true;
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
     * @param skip how many of the newest rows to leave out; bodies with only such rows are left out, too
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

    /** Bodies, and how many of the newest rows of the first one to leave out. */
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
        if (file != null) {
            rewrite(file);
        }
    }
}
