package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.wire.Pieces;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;

/** Writes a body piece by piece, each when the client has taken the one before: no thread waits for it. */
final class PieceWriter extends IteratingCallback {
    /** How long to wait before looking again for a piece that was not there yet. */
    private static final long PAUSE_MILLIS = 250;

    private final Pieces pieces;
    private final Response response;
    private final Callback callback;
    private final Scheduler scheduler;
    private boolean last;

    PieceWriter(Pieces pieces, Request request, Response response, Callback callback) {
        this.pieces = pieces;
        this.response = response;
        this.callback = callback;
        this.scheduler = request.getComponents().getScheduler();
    }

    @Override
    protected Action process() {
        if (last) {
            return Action.SUCCEEDED;
        }
        String piece = pieces.next();
        if (piece != null && piece.isEmpty()) {
            scheduler.schedule(this::iterate, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return Action.IDLE;
        }
        last = piece == null;
        response.write(last, piece == null ? null : ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)), this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        callback.failed(cause);
    }
}
