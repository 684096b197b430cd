package io.github.azuremonitor.appender.emulator.kql;

/**
 * A {@code timespan}.
 *
 * @param ticks of 100 ns
 */
record Span(long ticks) implements Comparable<Span> {
    static final long SECOND = Moment.TICKS_PER_SECOND;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    @Override
    public int compareTo(Span other) {
        return Long.compare(ticks, other.ticks);
    }

    /** {@code 1.02:03:04.0050000}; days and decimals only where there are some. */
    @Override
    public String toString() {
        long rest = Math.abs(ticks % SECOND);
        long days = Math.abs(ticks / DAY);
        return (ticks < 0 ? "-" : "")
                + (days == 0 ? "" : days + ".")
                + "%02d:%02d:%02d"
                        .formatted(
                                Math.abs(ticks / HOUR % 24),
                                Math.abs(ticks / MINUTE % 60),
                                Math.abs(ticks / SECOND % 60))
                + (rest == 0 ? "" : ".%07d".formatted(rest));
    }
}
