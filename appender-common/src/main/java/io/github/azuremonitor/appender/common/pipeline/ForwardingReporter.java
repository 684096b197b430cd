package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reports through one appender of each framework that shares the pipeline, the one that has been there longest. Two of
 * one framework would say everything twice; a single one overall may be one whose lines nobody sees. The last one is
 * kept after its appender has left, for what is still to be reported.
 */
final class ForwardingReporter implements Reporter {
    private volatile CompletableFuture<Void> frameworksGone = new CompletableFuture<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** @param frameworkStops whether the framework stops this appender when the JVM exits */
    synchronized Listener add(Reporter reporter, BooleanSupplier frameworkStops) {
        var listener = new Listener(reporter, frameworkStops);
        frameworksGone = new CompletableFuture<>();
        listeners.add(listener);
        if (listeners.get(0).left) {
            listeners.remove(0);
        }
        return listener;
    }

    synchronized void remove(Listener listener) {
        if (listeners.size() > 1) {
            listeners.remove(listener);
        } else {
            listener.left = true;
        }
        if (!someFrameworkStops()) {
            frameworksGone.complete(null);
        }
    }

    /** Whether a framework will stop one of the appenders. */
    synchronized boolean someFrameworkStops() {
        return listeners.stream().anyMatch(listener -> !listener.left && listener.frameworkStops.getAsBoolean());
    }

    /** Whether frameworks will stop all of them. */
    synchronized boolean frameworksStopAll() {
        return listeners.stream().allMatch(listener -> !listener.left && listener.frameworkStops.getAsBoolean());
    }

    /** Completes when no framework has an appender left to stop. */
    CompletableFuture<Void> frameworksGone() {
        return frameworksGone;
    }

    @Override
    public void info(String message) {
        speak(reporter -> reporter.info(message));
    }

    @Override
    public void warn(String message) {
        speak(reporter -> reporter.warn(message));
    }

    @Override
    public void error(String message) {
        speak(reporter -> reporter.error(message));
    }

    private void speak(Consumer<Reporter> line) {
        try {
            var heard = new HashSet<Class<?>>();
            for (Listener listener : listeners) {
                if (heard.add(listener.reporter.getClass())) {
                    speak(line, listener.reporter);
                }
            }
        } catch (OutOfMemoryError full) {
            // As below.
        }
    }

    private static void speak(Consumer<Reporter> line, Reporter reporter) {
        try {
            line.accept(reporter);
        } catch (RuntimeException | Error deaf) {
            // A listener that throws must not end delivery, not even for lack of memory.
        }
    }

    static final class Listener {
        private final Reporter reporter;
        private final BooleanSupplier frameworkStops;
        private boolean left;

        Listener(Reporter reporter, BooleanSupplier frameworkStops) {
            this.reporter = reporter;
            this.frameworkStops = frameworkStops;
        }
    }
}
