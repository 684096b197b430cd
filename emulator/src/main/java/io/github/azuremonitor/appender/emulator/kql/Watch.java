package io.github.azuremonitor.appender.emulator.kql;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Ends a query that takes too long. Used by one thread. */
final class Watch {
    private static final int ROWS_BETWEEN_LOOKS = 1_024;

    /** Ends nothing. */
    static final Watch NONE = new Watch(() -> 0, Duration.ZERO);

    private final LongSupplier nanos;
    private final Duration limit;
    private final long start;
    private long rows;
    private long met; // with those that the query makes of them

    Watch(LongSupplier nanos, Duration limit) {
        this.nanos = nanos;
        this.limit = limit;
        this.start = nanos.getAsLong();
    }

    /** How many rows of tables were read. */
    long rows() {
        return rows;
    }

    /** Called for each row of a table that is read. */
    void read() {
        rows++;
        met();
    }

    /** Called for each row that comes of another, for which there are more than one. */
    void met() {
        if (++met % ROWS_BETWEEN_LOOKS == 0 && nanos.getAsLong() - start > limit.toNanos()) {
            throw new KqlException(
                    KqlException.Kind.LIMIT,
                    0,
                    "The query takes longer than " + limit.toMillis() + " ms; it had met " + met + " rows");
        }
    }
}
