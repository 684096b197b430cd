package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Speaks through one of the appenders that share a pipeline: the one that is there for longest. The last one's voice is
 * kept after it has left, for what is still to be said.
 */
final class ForwardingReporter implements Reporter {
    private final List<Seat> seats = new CopyOnWriteArrayList<>();

    synchronized Seat add(Reporter reporter) {
        var seat = new Seat(reporter);
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
        for (Seat seat : seats) {
            try {
                line.accept(seat.reporter);
            } catch (RuntimeException deaf) {
                // A listener that throws must not end delivery.
            }
            return;
        }
    }

    static final class Seat {
        private final Reporter reporter;
        private boolean left;

        Seat(Reporter reporter) {
            this.reporter = reporter;
        }
    }
}
