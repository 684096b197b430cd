package io.github.azuremonitor.appender.emulator;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** {@code GET /health}: says that the emulator is listening. */
final class HealthRoute implements Route {
    private static final String PATH = "/health";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Whether an emulator on this machine says so. */
    static boolean isReady(int port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PATH))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<Void> answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean claims(Call call) {
        return call.path().equals(PATH);
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        return Answer.json(200, "{\"status\":\"UP\"}");
    }
}
