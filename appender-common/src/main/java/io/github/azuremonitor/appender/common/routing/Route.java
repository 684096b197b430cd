package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.event.Severity;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** One rule: events that meet all conditions go to the target. */
public final class Route {
    private final List<Condition> conditions;
    private final double share;
    private final boolean byTrace;
    private final @Nullable String stream;

    /**
     * @param conditions at least one
     * @param share of the events that are sent: 0 for {@code drop}, 1 for all, else as given by {@code sample}
     * @param byTrace whether the trace decides, and not chance
     * @param stream where they are sent, or null for the appender's own
     */
    Route(List<Condition> conditions, double share, boolean byTrace, @Nullable String stream) {
        this.conditions = List.copyOf(conditions);
        this.share = share;
        this.byTrace = byTrace;
        this.stream = stream;
    }

    /** Share of the events that are sent, 0 to 1. */
    public double share() {
        return share;
    }

    /**
     * The share in which an event of that severity is sent: with {@code by traceId} what is {@code WARN} or more always
     * is.
     */
    public double share(Severity severity) {
        return byTrace && severity.compareTo(Severity.WARN) >= 0 ? 1 : share;
    }

    /** Whether the event's trace decides if it is among them. */
    public boolean byTrace() {
        return byTrace;
    }

    /** Whether a sample of this share has that trace. Any thread. */
    public boolean keeps(String traceId) {
        return TraceSample.keeps(traceId, share);
    }

    /** Stream that they are sent to, or null for the appender's own. */
    public @Nullable String stream() {
        return stream;
    }

    /** The logger whose events it drops, if its name is the only condition, else null. */
    @Nullable String droppedLogger() {
        return share == 0 && conditions.size() == 1 && conditions.get(0) instanceof Condition.BelowLogger below
                ? below.name()
                : null;
    }

    // No iterator and no lambda: this runs at each log call.
    <E> boolean takes(Severity severity, String logger, E event, BiPredicate<E, String> hasMarker) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(severity, logger, event, hasMarker)) {
                return false;
            }
        }
        return true;
    }
}
