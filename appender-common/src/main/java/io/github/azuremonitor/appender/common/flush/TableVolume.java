package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source.Kind;
import io.github.azuremonitor.appender.common.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What rows of one table weigh. The first {@value #MOST_LOGGERS} loggers have counts of their own and all others share one: an
 * application that makes up loggers must not fill the heap. Flusher only, but for {@link #read}.
 */
final class TableVolume {
    static final int MOST_LOGGERS = 200;

    /** Places for loggers, by their hash; a power of two, and mostly empty. */
    private static final int PLACES = 1024;

    private final String stream;
    private final byte[][] columns;

    /** Which of the columns is the logger; -1 if none. */
    private final int loggerColumn;

    private final AtomicLongArray columnBytes;
    private final AtomicReferenceArray<Counts> loggers = new AtomicReferenceArray<>(PLACES);
    private final Counts other = new Counts("other".getBytes(StandardCharsets.UTF_8));
    private int known;

    TableVolume(Tables.Entry table) {
        List<Column> sent = table.columns();
        int logger = -1;
        this.stream = table.table().streamName();
        this.columns = new byte[sent.size()][];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = sent.get(column).name().getBytes(StandardCharsets.UTF_8);
            if (logger < 0 && sent.get(column).shows(Kind.LOGGER)) {
                logger = column;
            }
        }
        this.loggerColumn = logger;
        this.columnBytes = new AtomicLongArray(columns.length);
    }

    /**
     * Reads the members of a row, which is an object without blanks between its parts.
     *
     * @param weight bytes that the row stands for
     */
    void add(Severity severity, byte[] row, int length, long weight) {
        int loggerAt = 0;
        int loggerEnd = 0;
        int at = 1;
        while (at < length && row[at] == '"') {
            int nameEnd = endOfText(row, at, length);
            int value = nameEnd + 2;
            int end = endOfValue(row, value, length);
            int column = column(row, at + 1, nameEnd);
            if (column >= 0) {
                add(columnBytes, column, (end + 1 - at) * weight / length);
            }
            if (column >= 0 && column == loggerColumn && value < end && row[value] == '"') {
                loggerAt = value + 1;
                loggerEnd = end - 1;
            }
            at = end + 1;
        }
        of(row, loggerAt, loggerEnd).add(severity, Math.max(1, (weight + length / 2) / length), weight);
    }

    /** Adds what was counted; any thread. */
    void read(Map<String, Long> rows, Map<String, Long> bytes, Map<String, Long> byColumn) {
        for (int place = 0; place < PLACES; place++) {
            Counts counts = loggers.get(place);
            if (counts != null) {
                counts.read(stream, rows, bytes);
            }
        }
        other.read(stream, rows, bytes);
        for (int column = 0; column < columns.length; column++) {
            put(byColumn, stream + " " + text(columns[column]), columnBytes.get(column));
        }
    }

    private int column(byte[] row, int from, int to) {
        for (int column = 0; column < columns.length; column++) {
            if (Arrays.equals(columns[column], 0, columns[column].length, row, from, to)) {
                return column;
            }
        }
        return -1;
    }

    private Counts of(byte[] row, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + row[i];
        }
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Counts counts = loggers.get(place);
        while (counts != null && !counts.isOf(row, from, to)) {
            place = place + 1 & PLACES - 1;
            counts = loggers.get(place);
        }
        if (counts != null) {
            return counts;
        }
        if (known == MOST_LOGGERS) {
            return other;
        }
        var added = new Counts(Arrays.copyOfRange(row, from, to));
        known++;
        loggers.set(place, added);
        return added;
    }

    /** Where a text that begins at {@code from} has its last quote; {@code length} at most. */
    private static int endOfText(byte[] row, int from, int length) {
        int at = from + 1;
        while (at < length && row[at] != '"') {
            at += row[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, length);
    }

    /** The comma or brace behind a value. */
    private static int endOfValue(byte[] row, int from, int length) {
        int depth = 0;
        for (int at = from; at < length; at++) {
            byte now = row[at];
            if (now == '"') {
                at = endOfText(row, at, length);
            } else if (now == '{' || now == '[') {
                depth++;
            } else if (depth == 0 && (now == ',' || now == '}')) {
                return at;
            } else if (now == '}' || now == ']') {
                depth--;
            }
        }
        return length;
    }

    /** One thread adds, so that no more than its last count must become visible. */
    private static void add(AtomicLongArray counts, int index, long more) {
        counts.setRelease(index, counts.getPlain(index) + more);
    }

    private static void put(Map<String, Long> counts, String name, long count) {
        if (count > 0) {
            counts.merge(name, count, Long::sum);
        }
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Of one logger, by level. */
    private static final class Counts {
        private final byte[] logger;
        private final Map<Severity, AtomicLongArray> rowsAndBytes = new EnumMap<>(Severity.class);

        private Counts(byte[] logger) {
            this.logger = logger;
            for (Severity severity : Severity.values()) {
                rowsAndBytes.put(severity, new AtomicLongArray(2));
            }
        }

        private boolean isOf(byte[] row, int from, int to) {
            return Arrays.equals(logger, 0, logger.length, row, from, to);
        }

        private void add(Severity severity, long rows, long bytes) {
            AtomicLongArray both = rowsAndBytes.get(severity);
            if (both != null) {
                TableVolume.add(both, 0, rows);
                TableVolume.add(both, 1, bytes);
            }
        }

        private void read(String stream, Map<String, Long> rowsByLogger, Map<String, Long> bytesByLogger) {
            rowsAndBytes.forEach((severity, both) -> {
                String name = stream + " " + severity + " " + text(logger);
                put(rowsByLogger, name, both.get(0));
                put(bytesByLogger, name, both.get(1));
            });
        }
    }
}
