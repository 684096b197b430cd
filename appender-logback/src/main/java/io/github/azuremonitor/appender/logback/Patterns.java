package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.BasicStatusManager;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusManager;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.report.Reporter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patterns that columns use, as Logback's own layouts. Compiled when the appender starts, rendered by the threads
 * that log.
 */
final class Patterns {
    static final Patterns NONE = new Patterns(new PatternLayout[0]);

    /**
     * Each pattern may run the same {@code toString} again: with deeper nesting one log call could become thousands.
     */
    private static final int MAX_DEPTH = 2;

    private static final String TOO_DEEP = "[" + MAX_DEPTH + " log calls within each other's toString]";

    private final PatternLayout[] layouts;

    private Patterns(PatternLayout[] layouts) {
        this.layouts = layouts;
    }

    /** Truncated texts of all patterns, or null if there are none. Runs the application's code, never throws. */
    String @Nullable [] rendered(ILoggingEvent event) {
        if (layouts.length == 0) {
            return null;
        }
        String[] texts = Formatting.nested(() -> texts(event), null, MAX_DEPTH);
        if (texts == null) {
            texts = new String[layouts.length];
            Arrays.fill(texts, TOO_DEEP);
        }
        return texts;
    }

    private String[] texts(ILoggingEvent event) {
        String[] texts = new String[layouts.length];
        for (int i = 0; i < layouts.length; i++) {
            texts[i] = text(layouts[i], event);
        }
        return texts;
    }

    private static String text(PatternLayout layout, ILoggingEvent event) {
        try {
            return Values.text(layout.doLayout(event));
        } catch (Throwable broken) {
            Values.passOn(broken);
            // The event matters more than one of its columns.
            return "[pattern threw " + broken.getClass().getName() + "]";
        }
    }

    /**
     * Compiles patterns with the conversion words that a context knows. Used once, by the thread that starts the
     * appender.
     */
    static final class Compiler {
        private final Context context;
        private final Reporter reporter;
        private final Map<String, PatternLayout> compiled = new HashMap<>();

        Compiler(@Nullable Context context, Reporter reporter) {
            this.context = context == null ? new ContextBase() : context;
            this.reporter = reporter;
        }

        /** What Logback says is wrong with the pattern, or null. */
        @Nullable String fault(String pattern) {
            var statuses = new BasicStatusManager();
            var layout = new PatternLayout();
            // Otherwise a stack trace is appended to every pattern that does not use one.
            layout.setPostCompileProcessor(null);
            layout.setContext(withStatuses(statuses));
            layout.setPattern(pattern);
            try {
                layout.start();
            } catch (RuntimeException | LinkageError broken) {
                return Values.text(broken);
            }
            for (Status status : statuses.getCopyOfStatusList()) {
                if (status.getLevel() == Status.ERROR) {
                    return status.getMessage();
                }
                if (status.getLevel() == Status.WARN) {
                    reporter.warn("a part of the pattern " + pattern + " is not what it says: " + status.getMessage());
                }
            }
            compiled.put(pattern, layout);
            return layout.isStarted() ? null : "Logback does not take it";
        }

        /** The layouts of patterns without a fault. */
        Patterns of(List<String> patterns) {
            return patterns.isEmpty()
                    ? NONE
                    : new Patterns(patterns.stream().map(compiled::get).toArray(PatternLayout[]::new));
        }

        /**
         * A copy of the context with its own status manager: Logback reports a wrong pattern with an ERROR status,
         * after which Spring Boot refuses to start.
         */
        private Context withStatuses(StatusManager statuses) {
            return (Context) Proxy.newProxyInstance(
                    Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                        return method.getName().equals("getStatusManager") ? statuses : onContext(method, arguments);
                    });
        }

        private @Nullable Object onContext(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(context, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getTargetException();
            }
        }
    }
}
