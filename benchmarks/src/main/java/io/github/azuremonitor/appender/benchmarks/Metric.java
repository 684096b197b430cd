package io.github.azuremonitor.appender.benchmarks;

/** What is measured of a contestant in one run. */
enum Metric {
    /** Events per second that the calling thread got rid of. */
    APP_RATE,
    /** Events per second until the last one had come to its end. */
    DRAINED_RATE,
    /** CPU time of the whole process per event, in microseconds. */
    CPU_MICROS,
    /** Bytes allocated on the calling thread per event. */
    ALLOCATED_BYTES,
    /**
     * The same without escape analysis. With it the JIT sometimes does away with the buffer in which the message is
     * formatted and sometimes does not, for any contestant: hundreds of bytes that are nobody's merit.
     */
    ALLOCATED_BYTES_AS_WRITTEN,
    /** Nanoseconds of a log call at full speed. */
    BURST_P50,
    BURST_P99,
    BURST_P999,
    /** Nanoseconds of a log call at the steady rate. */
    STEADY_P50,
    STEADY_P99,
    STEADY_P999,
    /** Per cent of one core without events, after everything was delivered. */
    IDLE_PERCENT,
    /** Bytes of JSON per event. */
    RAW_BYTES,
    /** Bytes of the request bodies per event. */
    WIRE_BYTES,
    /** Events logged in all parts that did not come to their end. */
    LOST
}
