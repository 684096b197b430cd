package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import io.github.azuremonitor.appender.emulator.wire.Pieces;
import io.github.azuremonitor.appender.emulator.wire.RequestLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request on its way to an answer, or to the fault it meets. Run once, by any thread. */
final class Exchange implements Runnable {
    private static final Answer NOTHING = Answer.of(0);

    private final Mount mount;
    private final Call call;
    private final Fault fault;
    private final long clearings;
    private final RequestLog.Entry entry;
    private final Request request;
    private final Response response;
    private final Callback callback;

    /** Takes the request's fault from the script, and notes the request. */
    Exchange(Mount mount, Call call, Request request, Response response, Callback callback) {
        this.mount = mount;
        this.call = call;
        this.clearings = mount.faults().clearings();
        this.fault = mount.faults().take(call);
        this.entry = mount.log().arrived(call);
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    /** How long to wait before it is run. */
    Duration delay() {
        return fault.delay();
    }

    @Override
    public void run() {
        try {
            Answer answer = fault.processes() ? mount.route().answer(call, fault) : NOTHING;
            // The log comes first: who has got an answer must find its request there.
            switch (fault.kind()) {
                case NONE, REFUSE_TOKEN, REFUSE_ROLE, UNKNOWN_RULE -> {
                    entry.answered(answer);
                    write(answer, request, response, callback);
                }
                case STATUS -> {
                    Answer scripted = mount.route()
                            .scripted(call, fault)
                            .accounting(answer.rawBytes(), answer.rows())
                            .advising(Fault.ADVICE);
                    entry.answered(scripted);
                    write(scripted, request, response, callback);
                }
                case RESET -> {
                    entry.dropped(answer.advising(Fault.ADVICE));
                    Wire.reset(request, callback);
                }
                case HALF_ANSWER -> {
                    entry.dropped(answer.advising(Fault.ADVICE));
                    Wire.halfAnswer(request, callback);
                }
                case HANG ->
                    mount.faults().hold(clearings, () -> {
                        entry.dropped(answer.advising(Fault.ADVICE));
                        Wire.reset(request, callback);
                    });
            }
        } catch (RuntimeException | Error e) {
            // The emulator's own mistake: whoever tests must be able to tell it from a scripted 500.
            Answer mistake = Answer.of(500).withBody("The emulator failed: " + e);
            entry.answered(mistake);
            write(mistake, request, response, callback);
        }
    }

    /** Writes an answer; a body goes out chunked, as the real service does it. */
    static void write(Answer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        Pieces pieces = answer.pieces();
        if (pieces != null) {
            new PieceWriter(pieces, request, response, callback).iterate();
            return;
        }
        if (answer.body().isEmpty()) {
            if (answer.status() != 204) {
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
            }
            response.write(true, null, callback);
            return;
        }
        ByteBuffer body = ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8));
        response.write(false, body, Callback.from(() -> response.write(true, null, callback), callback::failed));
    }
}
