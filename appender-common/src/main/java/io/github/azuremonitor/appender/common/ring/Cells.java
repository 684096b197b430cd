package io.github.azuremonitor.appender.common.ring;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a ring: one array of bytes in cells of {@value #BYTES}, and two numbers about each entry, which belong to its
 * first cell. Who may touch a cell is decided by the ring.
 */
final class Cells {
    /** Small, because an entry takes whole ones. */
    static final int BYTES = 256;

    private static final Severity[] SEVERITIES = Severity.values();

    /** From the number of one severity to that of the next. */
    private static final int NUMBERS_BETWEEN = 4;

    /** Where the bits of an entry's first number begin, the length at 0; the second number is its time. */
    private static final int CELLS_AT = 17;

    private static final int TABLE_AT = CELLS_AT + 21;
    private static final int SEVERITY_AT = TABLE_AT + 20;
    private static final long COMPLETE = 1L << 61;
    private static final long HAS_EVENT = 1L << 62;
    private static final long CLAIMED = 1L << 63;

    private static final int LENGTH_BITS = (1 << CELLS_AT) - 1;
    private static final int CELLS_BITS = (1 << (TABLE_AT - CELLS_AT)) - 1;
    private static final int TABLE_BITS = (1 << (SEVERITY_AT - TABLE_AT)) - 1;

    private final byte[] memory;
    private final int mask;

    /** Of each cell both numbers, side by side, because they are read and written together. */
    private final long[] numbers;

    private final @Nullable LoggedEvent[] events;

    /** Reader only: a row that goes over the end. Of full length, because reading must not fail for lack of memory. */
    private final byte[] wrapped;

    /**
     * @param count a power of two
     * @param longestRow bytes that a row may have
     */
    Cells(int count, int longestRow) {
        memory = new byte[count * BYTES];
        wrapped = new byte[longestRow];
        mask = count - 1;
        numbers = new long[2 * count];
        events = new LoggedEvent[count];
    }

    /** Says that the cells from there on belong to one entry. */
    void claim(long first, int cells) {
        numbers[2 * index(first)] = CLAIMED | ((long) cells << CELLS_AT);
    }

    /** Cells of the entry that begins there; 1 if whoever claimed it had no time to write that down. */
    int cells(long first) {
        return Math.max(1, (int) (numbers[2 * index(first)] >>> CELLS_AT) & CELLS_BITS);
    }

    void write(long first, RingEntry entry) {
        int at = index(first);
        numbers[2 * at + 1] = entry.epochMillis();
        if (entry.event() != null) {
            events[at] = entry.event();
        }
        int start = at * BYTES;
        int length = entry.length();
        int untilEnd = Math.min(length, memory.length - start);
        System.arraycopy(entry.bytes(), entry.offset(), memory, start, untilEnd);
        if (untilEnd < length) {
            System.arraycopy(entry.bytes(), entry.offset() + untilEnd, memory, 0, length - untilEnd);
        }
    }

    /** Says that all of the entry is written. */
    void complete(long first, RingEntry entry) {
        numbers[2 * index(first)] |= entry.length()
                | ((long) entry.table() << TABLE_AT)
                | (((long) entry.severity().number() / NUMBERS_BETWEEN) << SEVERITY_AT)
                | (entry.event() == null ? 0 : HAS_EVENT)
                | COMPLETE;
    }

    /** Shows the entry that begins there; what it shows is good until the cells are {@link #free}. */
    void read(long first, RingEntry to) {
        int at = index(first);
        long head = numbers[2 * at];
        boolean isComplete = (head & COMPLETE) != 0;
        to.at(first, isComplete);
        if (!isComplete) {
            to.begin(0, Severity.INFO, 0);
            return;
        }
        to.begin(
                (int) (head >>> TABLE_AT) & TABLE_BITS,
                SEVERITIES[(int) (head >>> SEVERITY_AT) & 7],
                numbers[2 * at + 1]);
        to.event((head & HAS_EVENT) == 0 ? null : events[at]);
        int length = (int) head & LENGTH_BITS;
        int start = at * BYTES;
        int untilEnd = Math.min(length, memory.length - start);
        if (untilEnd == length) {
            to.row(memory, start, length);
            return;
        }
        System.arraycopy(memory, start, wrapped, 0, untilEnd);
        System.arraycopy(memory, 0, wrapped, untilEnd, length - untilEnd);
        to.row(wrapped, 0, length);
    }

    /** Forgets the entry that begins there, before its cells are claimed again. */
    void free(long first) {
        int at = index(first);
        // An incomplete entry may hold an event without saying so.
        if ((numbers[2 * at] & (HAS_EVENT | COMPLETE)) != COMPLETE) {
            events[at] = null;
        }
        numbers[2 * at] = 0;
    }

    private int index(long sequence) {
        return (int) sequence & mask;
    }
}
