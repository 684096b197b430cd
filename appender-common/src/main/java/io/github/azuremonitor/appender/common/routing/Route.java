package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.event.Severity;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** One rule: events that meet all conditions go to the target. */
public final class Route {
    private final List<Condition> conditions;
    private final double share;
    private final @Nullable String stream;

    /**
     * @param conditions at least one
     * @param share of the events that are sent: 0 for {@code drop}, 1 for all, else what {@code sample} says
     * @param stream where they are sent, or null for the appender's own
     */
    Route(List<Condition> conditions, double share, @Nullable String stream) {
        this.conditions = List.copyOf(conditions);
        this.share = share;
        this.stream = stream;
    }

    /** Share of the events that are sent, 0 to 1. */
    public double share() {
        return share;
    }

    /** Stream that they are sent to, or null for the appender's own. */
    public @Nullable String stream() {
        return stream;
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
