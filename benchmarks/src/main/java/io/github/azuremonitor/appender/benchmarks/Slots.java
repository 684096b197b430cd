package io.github.azuremonitor.appender.benchmarks;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.helpers.MessageFormatter;

/** Events of the harness as the capture leaves them, to be encoded without logging them. */
final class Slots {
    private static final int PREPARED = 4_096;
    private static final long FIRST_SECOND = 1_795_000_000L;

    private final List<Captured> events = new ArrayList<>();
    private long next;

    /** @param context whether the events have the three MDC entries of the harness */
    Slots(long seed, boolean context) {
        this(context, Events.generated(seed), PREPARED);
    }

    /** Lines of a file as messages, with those three MDC entries. */
    Slots(long seed, List<String> messages) {
        this(true, Events.of(messages, seed), messages.size());
    }

    private Slots(boolean context, Events lines, int count) {
        for (int i = 0; i < count; i++) {
            Events.Line line = lines.next();
            String message = MessageFormatter.arrayFormat(line.template(), line.arguments())
                    .getMessage();
            events.add(new Captured(
                    line.warn() ? Severity.WARN : Severity.INFO,
                    line.logger().getName(),
                    message,
                    context ? Map.copyOf(MDC.getCopyOfContextMap()) : Map.of()));
        }
        MDC.clear();
    }

    /** Writes the next event, 50 microseconds after the one before. */
    Captured fill(LoggedEvent to) {
        Captured event = events.get((int) (next % events.size()));
        to.time(FIRST_SECOND + next / 20_000, (int) (next % 20_000) * 50_000);
        to.origin(event.severity(), event.severity().name(), event.logger(), "main");
        to.message(event.message());
        to.sharedContext(event.context());
        next++;
        return event;
    }

    /** What was written for one event. */
    record Captured(Severity severity, String logger, String message, Map<String, String> context) {}
}
