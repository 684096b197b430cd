package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * The patterns that columns use, as Log4j2's own layouts. Compiled when the appender starts, rendered by the threads
 * that pass events on.
 */
final class Patterns {
    static final Patterns NONE = new Patterns(new PatternLayout[0]);

    private final PatternLayout[] layouts;
    private final boolean requireLocation;

    private Patterns(PatternLayout[] layouts) {
        this.layouts = layouts;
        boolean require = false;
        for (PatternLayout layout : layouts) {
            require |= layout.requiresLocation();
        }
        this.requireLocation = require;
    }

    /** Whether one of them shows the location of the log call. */
    boolean requireLocation() {
        return requireLocation;
    }

    /** Truncated texts of all patterns, or null if there are none. Runs the application's code, never throws. */
    String @Nullable [] rendered(LogEvent event) {
        if (layouts.length == 0) {
            return null;
        }
        String[] texts = new String[layouts.length];
        for (int i = 0; i < layouts.length; i++) {
            texts[i] = text(layouts[i], event);
        }
        return texts;
    }

    private static String text(PatternLayout layout, LogEvent event) {
        try {
            return Values.text(layout.toSerializable(event));
        } catch (Throwable broken) {
            Values.passOn(broken);
            // The event matters more than one of its columns.
            return "[pattern threw " + broken.getClass().getName() + "]";
        }
    }

    /**
     * Compiles patterns with the conversion words that a configuration knows. Used once, by the thread that starts the
     * appender.
     */
    static final class Compiler {
        private final @Nullable Configuration configuration;
        private final Map<String, PatternLayout> compiled = new HashMap<>();

        Compiler(@Nullable Configuration configuration) {
            this.configuration = configuration;
        }

        /** What Log4j2 says is wrong with the pattern, or null. */
        @Nullable String fault(String pattern) {
            var listener = new Listener();
            StatusLogger.getLogger().registerListener(listener);
            try {
                compiled.put(
                        pattern,
                        PatternLayout.newBuilder()
                                .withPattern(pattern)
                                .withConfiguration(configuration)
                                // Otherwise a stack trace is appended to every pattern that does not use one.
                                .withAlwaysWriteExceptions(false)
                                .build());
                return listener.fault;
            } catch (RuntimeException | LinkageError broken) {
                return Values.text(broken);
            } finally {
                StatusLogger.getLogger().removeListener(listener);
            }
        }

        /** The layouts of patterns without a fault. */
        Patterns of(List<String> patterns) {
            return patterns.isEmpty()
                    ? NONE
                    : new Patterns(patterns.stream().map(compiled::get).toArray(PatternLayout[]::new));
        }
    }

    /** Log4j2 reports a wrong pattern in its own log only, and continues with the parts that it understands. */
    private static final class Listener implements StatusListener {
        private final Thread thread = Thread.currentThread();
        private volatile @Nullable String fault;

        @Override
        public void log(StatusData data) {
            if (fault == null && Thread.currentThread() == thread) {
                fault = data.getMessage().getFormattedMessage();
            }
        }

        @Override
        public Level getStatusLevel() {
            return Level.ERROR;
        }

        @Override
        public void close() {}
    }
}
