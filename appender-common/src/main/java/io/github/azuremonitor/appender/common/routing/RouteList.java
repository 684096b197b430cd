package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.event.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The rules of the setting {@code routes} in order; the first that matches an event decides.
 *
 * <pre>{@code
 * marker AUDIT                      -> Custom-Audit_CL
 * level < INFO and logger com.acme  -> Custom-Debug_CL
 * logger org.apache.http            -> drop
 * logger com.acme.noisy             -> sample(10%)
 * }</pre>
 *
 * @param text as it was written, for messages
 * @param routes none or more
 */
public record RouteList(String text, List<Route> routes) {
    /** No rule: every event goes to the appender's own stream. */
    public static final RouteList NONE = new RouteList("", List.of());

    /** Copies the list. */
    public RouteList {
        routes = List.copyOf(routes);
    }

    /**
     * Reads the setting {@code routes}.
     *
     * @param text empty for no rules
     * @param faults gets one sentence for each fault, with its place in the text and the correction
     * @return the rules without a fault; must not be used if there was one
     */
    public static RouteList parse(String text, List<String> faults) {
        return text.isEmpty() ? NONE : new RouteList(text, new RouteParser(text, faults).parse());
    }

    /**
     * Index of the first rule that matches the event, or -1. Any thread; creates no garbage.
     *
     * @param logger name of the logger, empty for none
     * @param event the framework's event, used by {@code hasMarker} only
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

    /**
     * Loggers of which nothing is sent, whatever else an event has, each once: those of the first rules, up to the first
     * one that is not such a rule.
     */
    public List<String> droppedLoggers() {
        var loggers = new LinkedHashSet<String>();
        for (Route route : routes) {
            String logger = route.droppedLogger();
            if (logger == null) {
                break;
            }
            loggers.add(logger);
        }
        return List.copyOf(loggers);
    }

    /** Whether a rule does anything else. */
    public boolean doesMoreThanDropLoggers() {
        for (Route route : routes) {
            if (route.droppedLogger() == null) {
                return true;
            }
        }
        return false;
    }

    /** The streams that events are sent to besides the appender's own, each once. */
    public List<String> streams() {
        var streams = new LinkedHashSet<String>();
        for (Route route : routes) {
            String stream = route.stream();
            if (stream != null) {
                streams.add(stream);
            }
        }
        return List.copyOf(streams);
    }
}
