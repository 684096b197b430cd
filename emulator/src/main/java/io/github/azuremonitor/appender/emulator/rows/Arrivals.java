package io.github.azuremonitor.appender.emulator.rows;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How many rows came when, by level, for the last hour in which any came. Guarded by the store's lock. */
final class Arrivals {
    static final int STEP_SECONDS = 10;
    private static final int STEPS = 360;

    private final NavigableMap<Long, Map<String, Integer>> steps = new TreeMap<>();

    void add(Instant time, Map<String, Integer> levels) {
        long step = Math.floorDiv(time.getEpochSecond(), STEP_SECONDS);
        Map<String, Integer> rows = steps.computeIfAbsent(step, key -> new HashMap<>());
        levels.forEach((level, count) -> rows.merge(level, count, Integer::sum));
        steps.headMap(steps.lastKey() - STEPS, true).clear();
    }

    /** Adds these to others, by the second in which a step begins. */
    void into(NavigableMap<Long, Map<String, Integer>> all) {
        steps.forEach((step, levels) -> {
            Map<String, Integer> rows = all.computeIfAbsent(step * STEP_SECONDS, key -> new HashMap<>());
            levels.forEach((level, count) -> rows.merge(level, count, Integer::sum));
        });
    }
}
