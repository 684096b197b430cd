package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.routing.Route;
import io.github.azuremonitor.appender.common.routing.RouteList;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides about an event before it is formatted and takes a slot: dropping it here costs next to nothing. Any thread;
 * creates no garbage.
 */
final class Router {
    /** The lower half of the number is the table's, the upper one the rule's, for {@code sampleRate}. */
    private static final int RULE_SHIFT = 16;

    private static final int TABLE_MASK = 0xFFFF;

    private final RouteList routes;
    private final int own;
    private final int[] tables;
    private final RandomGenerator chance;
    private final Ledger ledger;

    /**
     * @param own number of the appender's own table
     * @param numbers returns the number of the same table for another stream
     * @param chance may be used by any thread
     */
    Router(RouteList routes, int own, ToIntFunction<String> numbers, RandomGenerator chance, Ledger ledger) {
        this.routes = routes;
        this.own = own;
        this.tables = new int[routes.routes().size()];
        for (int i = 0; i < tables.length; i++) {
            String stream = routes.routes().get(i).stream();
            tables[i] = stream == null ? own : numbers.applyAsInt(stream);
        }
        this.chance = chance;
        this.ledger = ledger;
    }

    /** As below, for events without a trace. */
    <E> int table(Severity severity, String logger, E event, BiPredicate<E, String> hasMarker) {
        return table(severity, logger, event, hasMarker, any -> null);
    }

    /**
     * Number of the table that the event goes to, with the place of the rule if it is a sample; -1 if the event is left
     * out, which is counted.
     *
     * @param traceId of the event, or null; may run the application's code
     */
    <E> int table(
            Severity severity,
            String logger,
            E event,
            BiPredicate<E, String> hasMarker,
            Function<E, @Nullable String> traceId) {
        int first = routes.first(severity, logger, event, hasMarker);
        if (first < 0) {
            return own;
        }
        Route route = routes.routes().get(first);
        double share = route.share(severity);
        if (share == 0) {
            ledger.droppedAtDoor(DropReason.ROUTED_OUT);
            return -1;
        }
        if (share == 1) {
            return tables[first];
        }
        String trace = route.byTrace() ? trace(event, traceId) : null;
        if (trace == null ? chance.nextDouble() >= share : !route.keeps(trace)) {
            ledger.droppedAtDoor(DropReason.SAMPLED_OUT);
            return -1;
        }
        return tables[first] | (first + 1) << RULE_SHIFT;
    }

    private static <E> @Nullable String trace(E event, Function<E, @Nullable String> traceId) {
        try {
            return traceId.apply(event);
        } catch (Throwable broken) {
            Values.passOn(broken);
            return null; // The application's own MDC adapter; then chance decides.
        }
    }

    /** Begins the log call with what {@link #table} said. */
    void note(LogCall call, int decided) {
        int rule = decided >>> RULE_SHIFT;
        call.begin(decided & TABLE_MASK);
        call.event().sampleRate(rule == 0 ? 1 : routes.routes().get(rule - 1).share());
    }
}
