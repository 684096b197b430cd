package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log4j2 can log without garbage, and the appender does not spoil it. */
class ALogCallMakesNoGarbageTest {
    private static final int CALLS = 2_000;
    private static final int ROUNDS = 10;

    /** Less than a single small object in each call; of the counting itself, and of the virtual machine. */
    private static final long TOLERATED_BYTES = 8 * CALLS;

    @TempDir
    Path directory;

    @Test
    void ofAnEventThatLog4jUsesAgain() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "linger='1s'")) {
            AzureMonitorAppender appender = run.appender();
            var context = new SortedArrayStringMap();
            context.putValue("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
            context.putValue("orderId", "order-7");
            var event = new MutableLogEvent();
            event.setLoggerName("org.example.Orders");
            event.setLevel(Level.INFO);
            event.setThreadName("main");
            event.setContextData(context);

            // The first rounds grow the memory that is used again, and one may end while a batch is waited for.
            long[] allocated = LongStream.generate(() -> allocatedBy(() -> {
                        Message message =
                                ReusableMessageFactory.INSTANCE.newMessage("order {} of {} took a while", "a", "b");
                        event.setMessage(message);
                        ReusableMessageFactory.release(message);
                        appender.append(event);
                    }))
                    .limit(ROUNDS)
                    .toArray();

            assertThat(LongStream.of(allocated).min().orElseThrow())
                    .as("bytes allocated by %d calls, the least of %d rounds", CALLS, ROUNDS)
                    .isLessThan(TOLERATED_BYTES);
            // A batch whose answer takes longer than requestTimeout on a busy machine comes twice.
            assertThat(run.messages())
                    .as("%s", appender.stats())
                    .hasSizeGreaterThanOrEqualTo(ROUNDS * CALLS)
                    .containsOnly("order a of b took a while");
        }
    }

    private static long allocatedBy(Runnable call) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(me);
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return threads.getThreadAllocatedBytes(me) - before;
    }
}
