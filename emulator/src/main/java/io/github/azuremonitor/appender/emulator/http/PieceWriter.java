package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.wire.Pieces;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Writes a body piece by piece, each when the client has taken the one before: no thread waits for it. */
final class PieceWriter extends IteratingCallback {
    private final Pieces pieces;
    private final Response response;
    private final Callback callback;
    private boolean last;

    PieceWriter(Pieces pieces, Response response, Callback callback) {
        this.pieces = pieces;
        this.response = response;
        this.callback = callback;
    }

    @Override
    protected Action process() {
        if (last) {
            return Action.SUCCEEDED;
        }
        String piece = pieces.next();
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
