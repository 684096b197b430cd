package io.github.azuremonitor.appender.benchmarks;

/** What is measured for a contestant. Rates are events per second, CPU is microseconds of the whole process per event. */
enum Metric {
    /** Handed over by one thread at full speed. */
    APP_RATE,
    /** Until the last of them reached its destination; and with more threads, or other events. */
    DRAINED_RATE,
    DRAINED_RATE_8_THREADS,
    DRAINED_RATE_64_THREADS,
    DRAINED_RATE_TEN_KEYS,
    DRAINED_RATE_TRACES,
    CPU,
    CPU_8_THREADS,
    CPU_64_THREADS,
    CPU_TEN_KEYS,
    CPU_TRACES,
    /** Bytes allocated on the calling thread per event. */
    ALLOCATED_BYTES,
    /**
     * The same without escape analysis. With it the JIT sometimes removes the buffer in which the message is formatted
     * and sometimes does not, for any contestant: hundreds of bytes by luck.
     */
    ALLOCATED_BYTES_AS_WRITTEN,
    /** Bytes per event before and after compression. */
    RAW_BYTES,
    WIRE_BYTES,
    /** At the steady rate. */
    STEADY_CPU,
    /** Nanoseconds of a log call at the steady rate. */
    CALL_P50,
    CALL_P999,
    /** Nanoseconds from when a log call was due to its end, at the steady rate. */
    RESPONSE_P50,
    RESPONSE_P90,
    RESPONSE_P99,
    RESPONSE_P999,
    RESPONSE_P9999,
    RESPONSE_MAX,
    /** CPU of the whole process in per cent of a core, and wake-ups a second, of an application that logs little. */
    QUIET_10_PERCENT,
    QUIET_10_WAKEUPS,
    QUIET_1000_PERCENT,
    QUIET_1000_WAKEUPS,
    /** Milliseconds on the main thread of a fresh JVM. */
    START_CONFIGURATION,
    START_FIRST_CALL,
    /** CPU time of the main thread for the configuration: a busy machine does not change it. */
    START_CPU,
    /** What a {@link FaultFigure} is for each fault. */
    DEAD_MADE,
    DEAD_P999,
    DEAD_LONGEST,
    DEAD_LOST,
    DEAD_TWICE,
    DEAD_HELD,
    DEAD_DRAINED,
    DEAD_STOP,
    HANGING_MADE,
    HANGING_P999,
    HANGING_LONGEST,
    HANGING_LOST,
    HANGING_TWICE,
    HANGING_HELD,
    HANGING_DRAINED,
    HANGING_STOP,
    THROTTLING_MADE,
    THROTTLING_P999,
    THROTTLING_LONGEST,
    THROTTLING_LOST,
    THROTTLING_TWICE,
    THROTTLING_HELD,
    THROTTLING_DRAINED,
    THROTTLING_STOP,
    /** Events of the parts with a healthy service that did not reach their destination, and arrivals beyond the first. */
    LOST,
    TWICE
}
