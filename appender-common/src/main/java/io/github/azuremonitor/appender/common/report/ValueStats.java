package io.github.azuremonitor.appender.common.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that are missing from rows, or not whole in them, though the rows were sent.
 *
 * @param cut values that were cut, and objects of which something was left out, because Azure or a column takes no more
 * @param unfit values left out because they did not fit their column's type, or threw when they were read
 * @param redactionsGivenUp values left out because searching them for what must not be shipped took too long
 * @param origins of the first two, those with most first; what threw when it was read is of no column and in none of them
 */
public record ValueStats(long cut, long unfit, long redactionsGivenUp, List<Origin> origins) {
    /** Nothing was cut or left out. */
    public static final ValueStats NONE = new ValueStats(0, 0, 0, List.of());

    /** Sorts the list. */
    public ValueStats {
        origins = origins.stream()
                .sorted(Comparator.comparingLong(Origin::all).reversed().thenComparing(Origin::name))
                .toList();
    }

    /** The column and logger of which most was cut or left out, or null if of none. */
    public @Nullable Origin worst() {
        return origins.isEmpty() ? null : origins.get(0);
    }

    /** What came since {@code earlier}. */
    public ValueStats since(ValueStats earlier) {
        Map<String, Origin> before = new HashMap<>();
        earlier.origins.forEach(origin -> before.put(origin.name(), origin));
        return new ValueStats(
                cut - earlier.cut,
                unfit - earlier.unfit,
                redactionsGivenUp - earlier.redactionsGivenUp,
                origins.stream()
                        .map(origin -> origin.since(before.get(origin.name())))
                        .filter(origin -> origin.all() > 0)
                        .toList());
    }

    /**
     * Where values come from.
     *
     * @param column a column, or {@code other}
     * @param logger the logger of the events, or {@code other}
     * @param cut as in {@link ValueStats}
     * @param unfit as in {@link ValueStats}
     */
    public record Origin(String column, String logger, long cut, long unfit) {
        /** Both together. */
        public long all() {
            return cut + unfit;
        }

        /** Column and logger with a blank between; no column's name has one. */
        public String name() {
            return column + " " + logger;
        }

        private Origin since(@Nullable Origin earlier) {
            return earlier == null ? this : new Origin(column, logger, cut - earlier.cut, unfit - earlier.unfit);
        }
    }
}
