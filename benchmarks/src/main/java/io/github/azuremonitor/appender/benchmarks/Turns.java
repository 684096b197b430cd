package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The log call at a steady rate, capture-only and ours taking turns of 5 ms in one JVM: other load on the machine
 * affects both alike, which is not so for processes that run one after the other.
 */
public final class Turns {
    private static final int RATE = 20_000;
    private static final int CALLS_PER_TURN = 100;
    private static final int WARM_UP_TURNS = 200;
    private static final int TURNS = 2_000;
    private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();

    private final Events events = Events.generated(20_001);
    private final Switch current = new Switch();

    private Turns() {}

    public static void main(String[] arguments) throws IOException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        try (ChildJvm sink = ChildJvm.start(Sink.class, List.of("-Xmx256m"), List.of(), Duration.ofMinutes(5))) {
            URI endpoint = SinkAddress.of(sink).endpoint();
            try (LogbackContestant capture = new CaptureOnly(context);
                    LogbackContestant ours = new Ours(context, endpoint, "memory")) {
                new Turns().compare(context, capture, ours);
            }
        }
        System.exit(0);
    }

    private void compare(LoggerContext context, LogbackContestant capture, LogbackContestant ours) {
        current.setContext(context);
        current.start();
        Logger logger = context.getLogger(Events.LOGGER_ROOT);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(current);
        for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
            current.appender = (turn % 2 == 0 ? capture : ours).appender();
            LogCalls.fullSpeed(events, 20 * CALLS_PER_TURN);
        }
        takeTurns(capture, ours, WARM_UP_TURNS, new Histogram(HIGHEST_NANOS, 3), new Histogram(HIGHEST_NANOS, 3));
        Histogram capturing = new Histogram(HIGHEST_NANOS, 3);
        Histogram logging = new Histogram(HIGHEST_NANOS, 3);
        takeTurns(capture, ours, TURNS, capturing, logging);
        System.out.println("| log call | ours, ns | capture-only, ns | ratio |");
        System.out.println("|---|---|---|---|");
        for (int percentile : new int[] {10, 25, 50, 75, 90}) {
            long mine = logging.getValueAtPercentile(percentile);
            long floor = capturing.getValueAtPercentile(percentile);
            System.out.printf(
                    Locale.ROOT, "| p%d | %d | %d | %.2f |%n", percentile, mine, floor, mine / (double) floor);
        }
    }

    private void takeTurns(
            LogbackContestant capture, LogbackContestant ours, int turns, Histogram capturing, Histogram logging) {
        for (int turn = 0; turn < turns; turn++) {
            boolean first = turn % 2 == 0;
            current.appender = (first ? capture : ours).appender();
            LogCalls.steady(events, RATE, CALLS_PER_TURN, first ? capturing : logging);
        }
    }

    private static final class Switch extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private @Nullable Appender<ILoggingEvent> appender;

        @Override
        protected void append(ILoggingEvent event) {
            if (appender != null) {
                appender.doAppend(event);
            }
        }
    }
}
