package io.github.azuremonitor.appender.common.time;

/** The clocks that the pipeline reads, as a value so that tests can move them. Safe for use by any thread. */
public interface Time {
    /** The machine's clocks. */
    Time SYSTEM = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long epochMillis() {
            return System.currentTimeMillis();
        }
    };

    /** Monotonic nanoseconds with an arbitrary origin; only differences mean something. */
    long nanos();

    /** Wall-clock milliseconds since 1970-01-01T00:00:00Z. */
    long epochMillis();
}
