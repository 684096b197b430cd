package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.kql.KqlTransformation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of a stream's rows, by the minute in which they arrived. Made from the rows that are kept, so that it knows
 * nothing of those that were forgotten.
 *
 * @param received rows for the transformations, once for each flow
 * @param dropped those of them that no table has: filtered, or of a transformation that fails
 * @param errors bodies of which a transformation failed
 */
public record StreamCounts(
        SortedMap<Instant, Long> received, SortedMap<Instant, Long> dropped, SortedMap<Instant, Long> errors) {
    /** Counts now. */
    static StreamCounts of(DcrDefinition rule, String stream, List<TableFlow> flows, RowStore store) {
        var counts = new StreamCounts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (TableFlow flow : flows) {
            counts.flow(flow, store);
        }
        for (IngestionError error : store.errors()) {
            boolean ours =
                    error.inputStreamId().equals(stream) && error.resourceId().equals(rule.armId());
            if (ours && error.operationName().equals(IngestionError.TRANSFORMATION)) {
                add(counts.errors, error.time(), 1);
            }
        }
        return counts;
    }

    private void flow(TableFlow flow, RowStore store) {
        var came = new TreeMap<Instant, Long>();
        ValueScan rows = store.values(flow.from(), new ValueReader(flow.columns(), Set.of()));
        while (rows.hasNext()) {
            rows.next();
            add(came, rows.receivedAt(), 1);
        }
        var lost = new TreeMap<>(came);
        if (flow.fault() == null) {
            stored(flow, store).forEach((minute, count) -> lost.merge(minute, -count, Long::sum));
        }
        came.forEach((minute, count) -> add(received, minute, count));
        lost.forEach((minute, count) -> add(dropped, minute, count));
    }

    private static Map<Instant, Long> stored(TableFlow flow, RowStore store) {
        var stored = new TreeMap<Instant, Long>();
        KqlTransformation transformation = flow.transformation();
        ValueScan[] opened = new ValueScan[1];
        Iterator<@Nullable Object[]> out = transformation.apply(Set.of(StoredTable.TIME), wanted -> {
            opened[0] = store.values(flow.from(), new ValueReader(flow.columns(), wanted));
            return opened[0];
        });
        ValueScan scan = opened[0];
        while (out.hasNext()) {
            out.next();
            add(stored, scan.receivedAt(), 1);
        }
        return stored;
    }

    private static void add(SortedMap<Instant, Long> to, Instant at, long count) {
        if (count != 0) {
            to.merge(at.truncatedTo(ChronoUnit.MINUTES), count, Long::sum);
        }
    }
}
