package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.time.Duration;
import java.util.OptionalLong;

/** One way to log, started and ready, whose costs are measured by one calling thread. */
interface Contestant extends AutoCloseable {
    /** The started appender that gets the events. */
    Appender<ILoggingEvent> appender();

    /** Waits until all events logged so far have reached their end; false if that took longer than the limit. */
    boolean drain(long logged, Duration limit) throws InterruptedException;

    /** How many events have reached their end here; empty if the end is the sink, which counts itself. */
    OptionalLong consumed();

    /** Called once, drained, between the parts at full speed and those of a service: from here on with its defaults. */
    default void serveWithDefaults() {}

    @Override
    void close();
}
