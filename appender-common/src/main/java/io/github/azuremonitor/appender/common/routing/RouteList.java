package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.event.Severity;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * The rules of the setting {@code routes} in their order; the first that takes an event decides.
 *
 * <pre>{@code
 * marker AUDIT                      -> Custom-Audit_CL
 * level < INFO and logger com.acme  -> Custom-Debug_CL
 * logger org.apache.http            -> drop
 * logger com.acme.noisy             -> sample(10%)
 * }</pre>
 *
 * @param routes none or more
 */
public record RouteList(List<Route> routes) {
    /** No rule: every event goes to the appender's own stream. */
    public static final RouteList NONE = new RouteList(List.of());

    /** Copies the list. */
    public RouteList {
        routes = List.copyOf(routes);
    }

    /**
     * Reads the setting {@code routes}.
     *
     * @param text an empty one has no rules
     * @param faults gets one sentence for each fault, with its place in the text and what would be right
     * @return the rules without a fault; not to be used if there was one
     */
    public static RouteList parse(String text, List<String> faults) {
        return text.isEmpty() ? NONE : new RouteList(new RouteParser(text, faults).parse());
    }

    /**
     * Place of the first rule that takes the event, or -1. Any thread; makes no garbage.
     *
     * @param logger name of the logger, empty for none
     * @param event the framework's event, for {@code hasMarker} alone
     * @param hasMarker whether an event has a marker of that name; may run the application's code
     */
    public <E> int first(Severity severity, String logger, E event, BiPredicate<E, String> hasMarker) {
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).takes(severity, logger, event, hasMarker)) {
                return i;
            }
        }
        return -1;
    }

    /** The streams that events are sent to beside the appender's own, each once. */
    public List<String> streams() {
        return routes.stream()
                .map(Route::stream)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
