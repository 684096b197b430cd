package io.github.azuremonitor.appender.tools.cost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows and bytes by a key; what comes after the last key that there is room for is summed up as others. */
final class Sums {
    /** A template without arguments has few forms; one that is none, such as a message with a name in it, has many. */
    private static final int MOST_KEYS = 20_000;

    private static final String OTHERS = "(others)";

    private final Map<String, Sum> sums = new HashMap<>();

    /** One key. */
    static final class Sum {
        private final String key;
        private long rows;
        private long bytes;

        private Sum(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }

        long rows() {
            return rows;
        }

        long bytes() {
            return bytes;
        }
    }

    void add(String key, long bytes) {
        add(key, 1, bytes);
    }

    void add(String key, long rows, long bytes) {
        String counted = sums.containsKey(key) || sums.size() < MOST_KEYS ? key : OTHERS;
        Sum sum = sums.computeIfAbsent(counted, Sum::new);
        sum.rows += rows;
        sum.bytes += bytes;
    }

    /** The largest first; equal ones by their keys. */
    List<Sum> largest(int most) {
        return sums.values().stream()
                .sorted((one, other) ->
                        one.bytes == other.bytes ? one.key.compareTo(other.key) : Long.compare(other.bytes, one.bytes))
                .limit(most)
                .toList();
    }

    long bytes(String key) {
        Sum sum = sums.get(key);
        return sum == null ? 0 : sum.bytes;
    }
}
