package io.github.azuremonitor.appender.benchmarks;

import java.time.Duration;
import java.util.OptionalLong;

/** One way to log, started and attached to the logger {@link Events#LOGGER_ROOT}. */
interface Contestant extends AutoCloseable {
    /**
     * Waits until all events logged so far have reached their destination, as far as it can tell; false if that took longer
     * than the limit.
     */
    boolean drain(long logged, Duration limit) throws InterruptedException;

    /** Number of events that ended here; empty if their destination is the sink, which counts by itself. */
    OptionalLong consumed();

    /**
     * Called once, when drained, between the parts at full speed and those like a service: from then on with its
     * defaults.
     */
    default void serveWithDefaults() {}

    @Override
    void close();
}
