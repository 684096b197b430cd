package io.github.azuremonitor.appender.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import io.github.azuremonitor.appender.emulator.wire.Pieces;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/$batch}: several queries in one request, answered one after the other, each with a status of its own.
 * Safe for use by several threads.
 */
public final class BatchRoute implements Route {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PATHS = Set.of("/v1/$batch", "/v1/%24batch", "/$batch", "/%24batch");

    private final QueryRoute queries;

    public BatchRoute(QueryRoute queries) {
        this.queries = queries;
    }

    @Override
    public boolean claims(Call call) {
        return PATHS.contains(call.path());
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        Answer refusal = queries.refusal(call);
        if (refusal != null) {
            return refusal;
        }
        if (!call.method().equals("POST")) {
            return Answer.notAllowed("POST");
        }
        JsonNode requests;
        try {
            requests = JSON.readTree(call.body()).path("requests");
        } catch (IOException e) {
            return QueryErrors.badRequest("The body is no JSON.");
        }
        return requests.isArray()
                ? Answer.json(new Responses(requests.iterator()))
                : QueryErrors.badRequest("The body has no array \"requests\".");
    }

    @Override
    public Answer scripted(Call call, Fault fault) {
        return queries.scripted(call, fault);
    }

    private final class Responses implements Pieces {
        private final Iterator<JsonNode> requests;
        private @Nullable Pieces body;
        private boolean begun;
        private boolean ended;

        private Responses(Iterator<JsonNode> requests) {
            this.requests = requests;
        }

        @Override
        public @Nullable String next() {
            if (ended) {
                return null;
            }
            if (body != null) {
                String piece = body.next();
                body = piece == null ? null : body;
                return piece == null ? "}" : piece;
            }
            if (!requests.hasNext()) {
                ended = true;
                return begun ? "]}" : "{\"responses\":[]}";
            }
            String separator = begun ? "," : "{\"responses\":[";
            begun = true;
            JsonNode request = requests.next();
            Answer answer = answer(request);
            body = answer.pieces();
            return separator + "{\"id\":"
                    + JSON.getNodeFactory().textNode(request.path("id").asText()) + ",\"status\":"
                    + answer.status() + ",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":"
                    + (body == null ? answer.body() + "}" : "");
        }

        private Answer answer(JsonNode request) {
            JsonNode query = request.at("/body/query");
            return query.isTextual()
                    ? queries.answer(
                            query.textValue(),
                            request.at("/body/timespan").textValue(),
                            request.at("/headers/Prefer").textValue())
                    : QueryErrors.badRequest("There is no query.");
        }
    }
}
