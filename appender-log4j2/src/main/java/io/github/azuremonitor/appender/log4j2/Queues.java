package io.github.azuremonitor.appender.log4j2;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.appender.AsyncAppender;
import org.apache.logging.log4j.core.config.Configuration;

/**
 * Log4j2 stops asynchronous appenders before the others, but waits for them no longer than it was told, which is often
 * 50 ms. The rest of their queues would then reach a stopped appender.
 */
final class Queues {
    private Queues() {}

    /** Waits for the asynchronous appenders that have been told to stop; ignores interrupts. */
    static void drain(Configuration configuration, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        boolean interrupted = Thread.interrupted();
        for (Appender appender : configuration.getAppenders().values()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left > 0 && appender instanceof AsyncAppender queue && queue.isStopped()) {
                // The second stop only waits for the thread that the first one told to end.
                queue.stop(left, TimeUnit.MILLISECONDS);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
