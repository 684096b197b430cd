package io.github.azuremonitor.appender.common.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts values that were cut or left out, by column and logger. The first {@value #MOST_ORIGINS} pairs have counts of
 * their own, all others share one: whoever is cut most comes early, and an application that makes up loggers must not fill
 * the heap. Any thread.
 */
final class ValueCounts {
    static final int MOST_ORIGINS = 100;

    private static final Key OTHER = new Key("other", "other");

    private final Map<Key, Counts> byOrigin = new ConcurrentHashMap<>();
    private final Counts other = new Counts();

    void cut(String column, String logger) {
        of(column, logger).cut.increment();
    }

    void unfit(String column, String logger) {
        of(column, logger).unfit.increment();
    }

    List<ValueStats.Origin> read() {
        List<ValueStats.Origin> origins = new ArrayList<>();
        byOrigin.forEach((key, counts) -> origins.add(counts.of(key)));
        ValueStats.Origin rest = other.of(OTHER);
        if (rest.all() > 0) {
            origins.add(rest);
        }
        return origins;
    }

    private Counts of(String column, String logger) {
        try {
            var origin = new Key(column, logger);
            Counts known = byOrigin.get(origin);
            if (known != null) {
                return known;
            }
            // Several threads at once may make it a few more.
            return byOrigin.size() < MOST_ORIGINS ? byOrigin.computeIfAbsent(origin, key -> new Counts()) : other;
        } catch (OutOfMemoryError full) {
            // No row is lost for want of its count.
            return other;
        }
    }

    private record Key(String column, String logger) {}

    private static final class Counts {
        private final Counter cut = new Counter();
        private final Counter unfit = new Counter();

        ValueStats.Origin of(Key origin) {
            return new ValueStats.Origin(origin.column, origin.logger, cut.sum(), unfit.sum());
        }
    }
}
