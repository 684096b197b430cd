package io.github.azuremonitor.appender.emulator.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.kql.KqlAnswer;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import io.github.azuremonitor.appender.emulator.wire.Pieces;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /query?kql=…}: rows as an array of objects, without a token, for shells and tests; the real service has
 * nothing like it. Safe for use by several threads.
 */
public final class PlainQueryRoute implements Route {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PIECE_CHARS = 32 * 1024;

    private final Function<String, KqlAnswer> query;

    /** @param query runs a query, or throws {@link KqlException} */
    public PlainQueryRoute(Function<String, KqlAnswer> query) {
        this.query = query;
    }

    @Override
    public boolean claims(Call call) {
        return call.path().equals("/query");
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        String kql = call.query("kql");
        if (!call.method().equals("GET")) {
            ObjectNode error = JSON.createObjectNode();
            error.putObject("error")
                    .put("code", "MethodNotAllowed")
                    .put(
                            "message",
                            "Ask with GET /query?kql=…, URL-encoded, or as Azure takes it: POST /v1/workspaces/{any id}/query");
            return Answer.notAllowed("GET").withBody(error.toString());
        }
        if (kql == null) {
            return problem(400, "say what: /query?kql=JavaLogs_CL | take 10, URL-encoded");
        }
        try {
            KqlAnswer answer = query.apply(kql);
            return Answer.json(new Objects(answer, answer.nextObject()));
        } catch (KqlException e) {
            if (e.kind() == KqlException.Kind.LIMIT) {
                return problem(504, String.valueOf(e.getMessage()));
            }
            return problem(400, "line " + e.line(kql) + ", position " + e.column(kql) + ": " + e.getMessage());
        }
    }

    private static Answer problem(int status, String message) {
        return Answer.json(
                status, JSON.createObjectNode().put("message", message).toString());
    }

    /** The array; a query that fails later on ends it with an object that has a message. */
    private static final class Objects implements Pieces {
        private final KqlAnswer answer;
        private @Nullable ObjectNode row;
        private boolean begun;
        private boolean ended;

        private Objects(KqlAnswer answer, @Nullable ObjectNode first) {
            this.answer = answer;
            this.row = first;
        }

        @Override
        public @Nullable String next() {
            if (ended) {
                return null;
            }
            StringBuilder piece = new StringBuilder(begun ? "" : "[");
            while (row != null && piece.length() < PIECE_CHARS) {
                piece.append(begun ? "," : "").append(row);
                begun = true;
                row = next(answer);
            }
            if (row == null) {
                ended = true;
                piece.append(']');
            }
            return piece.toString();
        }

        private @Nullable ObjectNode next(KqlAnswer of) {
            if (row != null && row.has("$error")) {
                return null;
            }
            try {
                return of.nextObject();
            } catch (KqlException e) {
                return JSON.createObjectNode().put("$error", e.getMessage());
            }
        }
    }
}
