package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.text.LoggerNames;
import java.util.Set;
import java.util.function.BiPredicate;

/** A condition of a rule. Evaluated on the thread that logs: creates no garbage. */
sealed interface Condition {
    /**
     * Whether it holds.
     *
     * @param event the framework's event, used by {@code hasMarker} only
     * @param hasMarker whether an event has a marker of that name, as the framework understands it
     */
    <E> boolean holds(Severity severity, String logger, E event, BiPredicate<E, String> hasMarker);

    /** {@code level < INFO}. */
    record OfLevel(Set<Severity> levels) implements Condition {
        @Override
        public <E> boolean holds(Severity severity, String logger, E event, BiPredicate<E, String> hasMarker) {
            return levels.contains(severity);
        }
    }

    /** {@code logger com.acme}: that logger and those below it. */
    record BelowLogger(String name) implements Condition {
        @Override
        public <E> boolean holds(Severity severity, String logger, E event, BiPredicate<E, String> hasMarker) {
            return LoggerNames.isAtOrBelow(logger, name);
        }
    }

    /** {@code marker AUDIT}. */
    record WithMarker(String name) implements Condition {
        @Override
        public <E> boolean holds(Severity severity, String logger, E event, BiPredicate<E, String> hasMarker) {
            return hasMarker.test(event, name);
        }
    }
}
