package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.event.Severity;
import java.util.Set;
import java.util.function.BiPredicate;

/** What a rule asks of an event. Asked on the thread that logs: makes no garbage. */
sealed interface Condition {
    /**
     * Whether it holds.
     *
     * @param event the framework's event, for {@code hasMarker} alone
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

    /** {@code logger com.acme}: that one and those below it. */
    record BelowLogger(String name) implements Condition {
        @Override
        public <E> boolean holds(Severity severity, String logger, E event, BiPredicate<E, String> hasMarker) {
            return logger.startsWith(name)
                    && (logger.length() == name.length() || isBoundary(logger.charAt(name.length())));
        }

        /** Frameworks take a nested class for a logger below that of its outer one. */
        private static boolean isBoundary(char next) {
            return next == '.' || next == '$';
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
