package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The minimum that any asynchronous appender does: formats the message, reads the thread and the MDC, drops the event.
 */
final class CaptureOnly implements LogbackContestant {
    private final Capture capture = new Capture();

    CaptureOnly(LoggerContext context) {
        capture.setContext(context);
        capture.start();
    }

    @Override
    public Appender<ILoggingEvent> appender() {
        return capture;
    }

    @Override
    public boolean drain(long logged, Duration limit) {
        return true;
    }

    @Override
    public OptionalLong consumed() {
        return OptionalLong.of(capture.count.sum());
    }

    @Override
    public void close() {
        capture.stop();
    }

    private static final class Capture extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final LongAdder count = new LongAdder();

        // Lets the event escape as a queue would, so that the compiler cannot remove its allocation.
        @Nullable @SuppressWarnings("unused")
        private ILoggingEvent last;

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            last = event;
            count.increment();
        }
    }
}
