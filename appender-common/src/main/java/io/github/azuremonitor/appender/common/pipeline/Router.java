package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.routing.Route;
import io.github.azuremonitor.appender.common.routing.RouteList;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * Decides about an event before it is formatted and takes a slot: what is dropped here costs next to nothing. Any thread;
 * makes no garbage.
 */
final class Router {
    private final RouteList routes;
    private final int own;
    private final int[] tables;
    private final RandomGenerator chance;
    private final Ledger ledger;

    /**
     * @param own number of the appender's own table
     * @param numbers gives the number of the same table for another stream
     * @param chance may be asked by any thread
     */
    Router(RouteList routes, int own, ToIntFunction<String> numbers, RandomGenerator chance, Ledger ledger) {
        this.routes = routes;
        this.own = own;
        this.tables = routes.routes().stream()
                .map(Route::stream)
                .mapToInt(stream -> stream == null ? own : numbers.applyAsInt(stream))
                .toArray();
        this.chance = chance;
        this.ledger = ledger;
    }

    /** Number of the appender's own table. */
    int own() {
        return own;
    }

    /** Number of the table that the event goes to, or -1 if it is left out, which is counted. */
    <E> int table(Severity severity, String logger, E event, BiPredicate<E, String> hasMarker) {
        int first = routes.first(severity, logger, event, hasMarker);
        if (first < 0) {
            return own;
        }
        double share = routes.routes().get(first).share();
        if (share == 0) {
            ledger.droppedAtDoor(DropReason.ROUTED_OUT);
            return -1;
        }
        if (share < 1 && chance.nextDouble() >= share) {
            ledger.droppedAtDoor(DropReason.SAMPLED_OUT);
            return -1;
        }
        return tables[first];
    }
}
