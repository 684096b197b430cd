package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the sink what it has received, and tells it how to answer. */
final class SinkClient {
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(60).toMillis();

    private final SinkAddress address;

    SinkClient(SinkAddress address) {
        this.address = address;
    }

    /** Forgets what was received; answers as a healthy service again. */
    void reset() throws IOException {
        get(Sink.RESET_PATH);
    }

    void behave(Sink.Health health) throws IOException {
        get(Sink.HEALTH_PATH + "?" + health);
    }

    /** How long ago the last bytes came, in milliseconds. */
    long idleMillis() throws IOException {
        return Long.parseLong(get(Sink.IDLE_PATH));
    }

    /** Has the sink look at what it has received. */
    SinkTotals totals() throws IOException {
        return SinkTotals.ofText(get(Sink.TOTALS_PATH));
    }

    private String get(String path) throws IOException {
        // Not the HttpClient that contestants use: it leaves a thread, which a quiet part would show.
        HttpURLConnection connection =
                (HttpURLConnection) address.controlled(path).toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }
}
