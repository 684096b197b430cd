package io.github.azuremonitor.appender.emulator.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import io.github.azuremonitor.appender.emulator.wire.RequestLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code GET /requests}: the newest ingestion requests, newest first, {@code ?of=token} those for tokens; {@code stream},
 * {@code rule} and {@code status} ({@code 403}, {@code 4xx}, {@code refused}) narrow it down, {@code offset} and
 * {@code limit} page. Safe for use by several threads.
 */
public final class RequestsRoute implements Route {
    private final RequestLog ingestion;
    private final RequestLog token;

    public RequestsRoute(RequestLog ingestion, RequestLog token) {
        this.ingestion = ingestion;
        this.token = token;
    }

    @Override
    public boolean claims(Call call) {
        return call.path().equals("/requests");
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        if (!call.method().equals("GET")) {
            return Answer.notAllowed("GET");
        }
        String of = call.query("of");
        if (of != null && !of.equals("token") && !of.equals("ingestion")) {
            return Paging.problem("of is ingestion or token");
        }
        List<RecordedRequest> wanted = new ArrayList<>(("token".equals(of) ? token : ingestion).requests());
        wanted.removeIf(request -> !Filters.has(call, "stream", request.stream())
                || !Filters.has(call, "rule", request.dcrImmutableId())
                || !Filters.hasStatus(call, request.status()));
        Collections.reverse(wanted);
        return Paging.page("requests", wanted, call, RequestsRoute::write);
    }

    private static void write(RecordedRequest request, ObjectNode json) {
        json.put("time", request.time().toString())
                .put("method", request.method())
                .put("path", request.path())
                .put("status", request.status())
                .put("code", request.code())
                .put("rule", request.dcrImmutableId())
                .put("stream", request.stream())
                .put("rows", request.rows())
                .put("wireBytes", request.wireBytes())
                .put("rawBytes", request.rawBytes())
                .put("client", request.client())
                .put("clientRequestId", request.clientRequestId())
                .put("advice", request.advice());
    }
}
