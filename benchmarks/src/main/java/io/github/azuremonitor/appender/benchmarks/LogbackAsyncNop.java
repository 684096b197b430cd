package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/** Logback's own AsyncAppender in front of an appender that only counts. */
final class LogbackAsyncNop implements LogbackContestant {
    // As many as the slots of our ring.
    private static final int QUEUE_SIZE = 8_192;

    private final AsyncAppender async = new AsyncAppender();
    private final Counting counting = new Counting();

    LogbackAsyncNop(LoggerContext context) {
        counting.setContext(context);
        counting.start();
        async.setContext(context);
        async.setQueueSize(QUEUE_SIZE);
        // The default throws INFO away when the queue is 80 % full: nobody else here may lose events.
        async.setDiscardingThreshold(0);
        async.addAppender(counting);
        async.start();
    }

    @Override
    public Appender<ILoggingEvent> appender() {
        return async;
    }

    @Override
    public boolean drain(long logged, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (counting.count.sum() < logged) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    @Override
    public OptionalLong consumed() {
        return OptionalLong.of(counting.count.sum());
    }

    @Override
    public void close() {
        async.stop();
    }

    private static final class Counting extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final LongAdder count = new LongAdder();

        @Override
        protected void append(ILoggingEvent event) {
            count.increment();
        }
    }
}
