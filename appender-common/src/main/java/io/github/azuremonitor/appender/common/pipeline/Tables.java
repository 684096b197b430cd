package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a pipeline by number. Equal ones share a number, so that an appender that is configured anew adds
 * nothing. Any thread.
 */
final class Tables {
    private volatile List<Entry> entries = List.of();

    /** Streams of appenders; the others are those of their routes. */
    private final Set<String> own = ConcurrentHashMap.newKeySet();

    /** As {@link #number}, for the table of an appender itself. */
    int own(TableSettings table, StreamColumns columns) {
        own.add(table.streamName());
        return number(table, columns);
    }

    synchronized int number(TableSettings table, StreamColumns columns) {
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

    /** Number of the first table that {@code wanted} likes, or -1. */
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
    Set<String> streams() {
        return entries.stream().map(entry -> entry.table().streamName()).collect(Collectors.toSet());
    }

    /** What names a stream, as a person would look for it; null if nothing does. */
    @Nullable String naming(String stream) {
        if (own.contains(stream)) {
            return "streamName";
        }
        return streams().contains(stream) ? "the route to it in routes" : null;
    }

    /** Tables so far; none is ever taken away. */
    int size() {
        return entries.size();
    }

    Entry get(int number) {
        return entries.get(number);
    }

    /**
     * A table.
     *
     * @param columns that are sent
     * @param all columns of the appender, with those that this stream does not take
     */
    record Entry(TableSettings table, List<Column> columns, List<Column> all) {}
}
