package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Speaks through one appender of each framework among those that share a pipeline: the one that is there for longest. Two
 * of one framework would say everything twice; one alone may be the one that nobody listens to. The last voice is kept
 * after its appender has left, for what is still to be said.
 */
final class ForwardingReporter implements Reporter {
    private volatile CompletableFuture<Void> frameworksGone = new CompletableFuture<>();
    private final List<Seat> seats = new CopyOnWriteArrayList<>();

    /** @param frameworkStops whether somebody else stops this appender when the JVM exits */
    synchronized Seat add(Reporter reporter, BooleanSupplier frameworkStops) {
        var seat = new Seat(reporter, frameworkStops);
        frameworksGone = new CompletableFuture<>();
        seats.add(seat);
        if (seats.get(0).left) {
            seats.remove(0);
        }
        return seat;
    }

    synchronized void remove(Seat seat) {
        if (seats.size() > 1) {
            seats.remove(seat);
        } else {
            seat.left = true;
        }
        if (!someFrameworkStops()) {
            frameworksGone.complete(null);
        }
    }

    /** Whether a framework is going to stop one of the appenders. */
    synchronized boolean someFrameworkStops() {
        return seats.stream().anyMatch(seat -> !seat.left && seat.frameworkStops.getAsBoolean());
    }

    /** Whether frameworks are going to stop all of them. */
    synchronized boolean frameworksStopAll() {
        return seats.stream().allMatch(seat -> !seat.left && seat.frameworkStops.getAsBoolean());
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
            for (Seat seat : seats) {
                if (heard.add(seat.reporter.getClass())) {
                    speak(line, seat.reporter);
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
            // A listener that throws must not end delivery, nor must one that has no memory to listen.
        }
    }

    static final class Seat {
        private final Reporter reporter;
        private final BooleanSupplier frameworkStops;
        private boolean left;

        Seat(Reporter reporter, BooleanSupplier frameworkStops) {
            this.reporter = reporter;
            this.frameworkStops = frameworkStops;
        }
    }
}
