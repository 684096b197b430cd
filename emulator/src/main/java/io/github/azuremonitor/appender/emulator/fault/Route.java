package io.github.azuremonitor.appender.emulator.fault;

import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;

/** One family of addresses. Called by several threads at once. */
public interface Route {
    /** Whether the request is for this route. */
    boolean claims(Call call);

    /**
     * The answer to a request.
     *
     * @param fault what the script says, for the faults that a route itself has to show
     */
    Answer answer(Call call, Fault fault);

    /** The answer to a request that meets a scripted status. */
    default Answer scripted(Call call, Fault fault) {
        String body = fault.body();
        Answer answer = Answer.of(fault.status()).withBody(body == null ? "" : body);
        for (var header : fault.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}
