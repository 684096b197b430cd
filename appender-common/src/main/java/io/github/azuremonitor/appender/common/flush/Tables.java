package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a pipeline by number. Equal ones share a number, so that a reconfigured appender adds nothing. Any
 * thread.
 */
public final class Tables {
    private volatile List<Entry> entries = List.of();

    /** By stream, what a user calls it. */
    private final Map<String, String> names = new ConcurrentHashMap<>();

    /** No table yet. */
    public Tables() {}

    /** Number of an appender's own table, which is added if it is new. */
    public int own(TableSettings table, StreamColumns columns) {
        names.put(table.streamName(), "streamName");
        return number(table, columns);
    }

    /** As {@link #own}, for a table that a route leads to. */
    public int routed(TableSettings table, StreamColumns columns) {
        names.putIfAbsent(table.streamName(), "the route to it in routes");
        return number(table, columns);
    }

    /** As {@link #own}, for a table of heartbeats. */
    public void beating(TableSettings table, StreamColumns columns) {
        names.putIfAbsent(table.streamName(), "heartbeatStream");
        number(table, columns);
    }

    private synchronized int number(TableSettings table, StreamColumns columns) {
        var wanted = new Entry(table, columns.of(table.streamName()), columns.all());
        int known = entries.indexOf(wanted);
        if (known >= 0) {
            return known;
        }
        var longer = new ArrayList<>(entries);
        longer.add(wanted);
        entries = List.copyOf(longer);
        return longer.size() - 1;
    }

    /** Number of the first table that {@code wanted} accepts, or -1. */
    int first(Predicate<Entry> wanted) {
        List<Entry> now = entries;
        for (int number = 0; number < now.size(); number++) {
            if (wanted.test(now.get(number))) {
                return number;
            }
        }
        return -1;
    }

    /** The streams of all tables. */
    public Set<String> streams() {
        return entries.stream().map(entry -> entry.table().streamName()).collect(Collectors.toSet());
    }

    /** How to name a stream so that people find it; null if there is no way. */
    public @Nullable String naming(String stream) {
        return names.get(stream);
    }

    /** Number of tables; none is ever removed. */
    int size() {
        return entries.size();
    }

    Entry get(int number) {
        return entries.get(number);
    }

    /**
     * A table.
     *
     * @param columns columns that are sent
     * @param all all columns of the appender, including those that this stream does not take
     */
    record Entry(TableSettings table, List<Column> columns, List<Column> all) {}
}
