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

    Watch(LongSupplier nanos, Duration limit) {
        this.nanos = nanos;
        this.limit = limit;
        this.start = nanos.getAsLong();
    }

    /** Called for each row that is read or made. */
    void row() {
        if (++rows % ROWS_BETWEEN_LOOKS == 0 && nanos.getAsLong() - start > limit.toNanos()) {
            throw new KqlException(
                    KqlException.Kind.LIMIT,
                    0,
                    "The query takes longer than " + limit.toMillis() + " ms; it had met " + rows + " rows");
        }
    }
}
