package io.github.azuremonitor.appender.reliability;

import io.github.azuremonitor.appender.emulator.rows.Row;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Which numbered events have arrived, by the tag of the process that logged them: one bit each. Any thread. */
final class Arrivals implements Consumer<Row> {
    private final Map<String, Seen> tags = new ConcurrentHashMap<>();

    @Override
    public void accept(Row row) {
        String message = String.valueOf(row.text("Message"));
        String[] words = message.split(" ", 3);
        tags.computeIfAbsent(words[0], tag -> new Seen()).add(Integer.parseInt(words[1].substring(1)));
    }

    /** How many of the events 1 to {@code logged} are not there. */
    long missing(String tag, long logged) {
        return seen(tag).missing((int) logged);
    }

    /** How many events came, each counted once. */
    long distinct(String tag) {
        return seen(tag).distinct();
    }

    /** How many rows too many. */
    long duplicates(String tag) {
        return seen(tag).duplicates();
    }

    /** The highest number that came. */
    long highest(String tag) {
        return seen(tag).highest();
    }

    private Seen seen(String tag) {
        return tags.getOrDefault(tag, new Seen());
    }

    private static final class Seen {
        private final BitSet events = new BitSet();
        private long rows;

        synchronized void add(int event) {
            events.set(event);
            rows++;
        }

        synchronized long missing(int logged) {
            return (long) logged - events.get(1, logged + 1).cardinality();
        }

        synchronized long distinct() {
            return events.cardinality();
        }

        synchronized long duplicates() {
            return rows - events.cardinality();
        }

        synchronized long highest() {
            return events.length() - 1L;
        }
    }
}
