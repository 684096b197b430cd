package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one body, or one stream, adds up to. Not thread-safe. */
final class RowCounts {
    private static final int MAX_COMPLAINTS = 1_000;
    private static final int MOST_LEVELS = 20;

    long rows;
    long requests;
    long ignoredProperties;
    long wrongTypes;
    long truncatedValues;
    long replacedTimes;
    long droppedRows;
    long rowsWithoutKey;
    long forgottenRows;
    final Misfits misfits = new Misfits();

    /** Rows by level; "" where there is none. */
    final Map<String, Integer> levels = new HashMap<>();

    final List<String> complaints = new ArrayList<>();

    private long[] keys = {};
    private int keyCount;

    void ignoredProperty(String name, JsonNode value) {
        ignoredProperties++;
        misfits.add(Problem.Kind.IGNORED_PROPERTY, name, value);
    }

    void wrongType(String column, JsonNode value) {
        wrongTypes++;
        misfits.add(Problem.Kind.WRONG_TYPE, column, value);
    }

    void cutValue(String column, JsonNode value) {
        truncatedValues++;
        misfits.add(Problem.Kind.CUT_VALUE, column, value);
    }

    void replacedTime(String column, @Nullable JsonNode value) {
        replacedTimes++;
        misfits.add(Problem.Kind.REPLACED_TIME, column, value);
    }

    void level(@Nullable JsonNode value) {
        level(value == null || !value.isTextual() ? "" : value.textValue());
    }

    void level(String level) {
        levels.merge(levels.size() < MOST_LEVELS || levels.containsKey(level) ? level : "", 1, Integer::sum);
    }

    void complain(String complaint) {
        if (complaints.size() < MAX_COMPLAINTS) {
            complaints.add(complaint);
        }
    }

    void key(long key) {
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(64, keyCount * 2));
        }
        keys[keyCount++] = key;
    }

    /** Adds these keys to a set. */
    void keysInto(KeySet set) {
        for (int i = 0; i < keyCount; i++) {
            set.add(keys[i]);
        }
    }

    /** Adds another's counts, but not its keys. */
    void add(RowCounts other) {
        rows += other.rows;
        requests += other.requests;
        ignoredProperties += other.ignoredProperties;
        wrongTypes += other.wrongTypes;
        truncatedValues += other.truncatedValues;
        replacedTimes += other.replacedTimes;
        droppedRows += other.droppedRows;
        rowsWithoutKey += other.rowsWithoutKey;
        forgottenRows += other.forgottenRows;
        other.complaints.forEach(this::complain);
    }

    StreamStats stats(KeySet keySet) {
        return new StreamStats(
                rows,
                requests,
                ignoredProperties,
                wrongTypes,
                truncatedValues,
                replacedTimes,
                droppedRows,
                keySet.size(),
                keySet.duplicates(),
                rowsWithoutKey,
                forgottenRows);
    }
}
