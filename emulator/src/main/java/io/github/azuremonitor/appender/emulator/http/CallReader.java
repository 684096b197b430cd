package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole request, holding a thread only while there is something to read; a late one is answered with 408. A
 * body too long to be accepted is read to its end, but not kept.
 */
final class CallReader {
    /** As much as is accepted; of a longer body only the length matters. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final Answer TOO_SLOW = last(408, "The request's body did not come in time.");
    private static final Answer NO_ROOM = last(
                    503, "The emulator's memory for requests under way is used up; give it a larger heap (-Xmx).")
            .with("Retry-After", "1");

    private final long nanos = System.nanoTime();
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Transit transit;
    private final BiConsumer<Call, Callback> whole;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicBoolean decided = new AtomicBoolean(); // that it is whole, or that it will never be
    private long wireBytes;
    private int held; // guarded by the transit
    private volatile Scheduler.@Nullable Task deadline; // may come when all is over: without effect then

    /** @param whole is told the request, and what to call at its end, by a thread of the server's */
    CallReader(
            Request request, Response response, Callback callback, Transit transit, BiConsumer<Call, Callback> whole) {
        this.request = request;
        this.response = response;
        this.callback = Callback.from(callback, () -> transit.over(this));
        this.transit = transit;
        this.whole = whole;
    }

    /** Reads what is there, and goes on when more comes. */
    void start(Scheduler scheduler, Duration patience) {
        Content.Chunk first = request.read(); // mostly the only one, which needs no deadline
        if (first == null || !read(first)) {
            deadline = scheduler.schedule(this::giveUp, patience.toMillis(), TimeUnit.MILLISECONDS);
            more();
        }
    }

    private void more() {
        try {
            while (!decided.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this::more);
                    return;
                }
                if (read(chunk)) {
                    return;
                }
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Whether that was the end. */
    private boolean read(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            fail(chunk.getFailure());
            return true;
        }
        boolean room = take(chunk.getByteBuffer());
        boolean last = chunk.isLast();
        chunk.release();
        if (!room) {
            refuse(NO_ROOM);
            return true;
        }
        if (last) {
            complete();
        }
        return last;
    }

    private boolean take(ByteBuffer bytes) {
        int length = bytes.remaining();
        wireBytes += length;
        if (wireBytes > KEPT_BYTES || length == 0) {
            return true;
        }
        if (!transit.takes(this, length)) {
            return false;
        }
        byte[] copy = new byte[length];
        bytes.get(copy);
        body.write(copy, 0, length);
        return true;
    }

    private void complete() {
        if (decide()) {
            transit.complete(this);
            try {
                whole.accept(call(), callback);
            } catch (RuntimeException | Error e) {
                callback.failed(e); // such as a query that cannot be decoded
            }
        }
    }

    private Call call() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(field.getName(), field.getValue(), (one, other) -> one + ", " + other);
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), field.getValue());
        }
        return new Call(
                nanos,
                request.getMethod(),
                path(request.getHttpURI().getPath()),
                query,
                headers,
                body.toByteArray(),
                wireBytes,
                request.getConnectionMetaData().isSecure());
    }

    /** An endpoint with a trailing slash makes two of them. */
    private static String path(String path) {
        return path.startsWith("//") ? path.replaceFirst("/+", "/") : path;
    }

    /** Ends a request whose body has not come; without effect if it has. */
    void giveUp() {
        refuse(TOO_SLOW);
    }

    private void refuse(Answer answer) {
        if (decide()) {
            Exchange.write(answer, request, response, callback);
        }
    }

    /** What is answered last on a connection. */
    private static Answer last(int status, String text) {
        return Answer.of(status)
                .with("Content-Type", "text/plain")
                .with("Content-Length", Integer.toString(text.length()))
                .with("Connection", "close")
                .withBody(text);
    }

    private void fail(Throwable failure) {
        if (decide()) {
            callback.failed(failure);
        }
    }

    private boolean decide() {
        Scheduler.Task task = deadline;
        if (task != null) {
            task.cancel();
        }
        return decided.compareAndSet(false, true);
    }

    /** Called under the transit's lock. */
    void holds(int more) {
        held += more;
    }

    /** Called under the transit's lock: how many bytes it held, which it does not any more. */
    int release() {
        int released = held;
        held = 0;
        return released;
    }
}
