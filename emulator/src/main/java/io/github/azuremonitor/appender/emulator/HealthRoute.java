package io.github.azuremonitor.appender.emulator;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;

/** {@code GET /health}: tells that the emulator listens. */
final class HealthRoute implements Route {
    @Override
    public boolean claims(Call call) {
        return call.path().equals("/health");
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        return Answer.json(200, "{\"status\":\"UP\"}");
    }
}
