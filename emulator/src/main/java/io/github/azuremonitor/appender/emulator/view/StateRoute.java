package io.github.azuremonitor.appender.emulator.view;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import io.github.azuremonitor.appender.emulator.wire.Pieces;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /state}: counts, streams, armed faults, rules and how to connect; {@code GET /events} the same as
 * server-sent events named {@code state}, one at once and one after each change, four a second at most. Safe for use by
 * several threads.
 */
public final class StateRoute implements Route {
    private final Overview overview;

    public StateRoute(Overview overview) {
        this.overview = overview;
    }

    @Override
    public boolean claims(Call call) {
        return call.path().equals("/state") || call.path().equals("/events");
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        if (!call.method().equals("GET")) {
            return Answer.notAllowed("GET");
        }
        return call.path().equals("/state")
                ? Answer.json(200, overview.json())
                : Answer.json(new Events())
                        .with("Content-Type", "text/event-stream")
                        .with("Cache-Control", "no-store");
    }

    /** Ends with the client. */
    private final class Events implements Pieces {
        /** So many times nothing, and a comment shows whether the client is still there. */
        private static final int MOST_SILENT = 40;

        private @Nullable Long seen;
        private int silent;

        @Override
        public String next() {
            long now = overview.changes();
            if (seen == null || seen != now) {
                seen = now;
                silent = 0;
                return "event: state\ndata: " + overview.json() + "\n\n";
            }
            silent++;
            if (silent > MOST_SILENT) {
                silent = 0;
                return ": still here\n\n";
            }
            return "";
        }
    }
}
