package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the sink what it has got. */
final class SinkClient {
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(60).toMillis();

    private final URI endpoint;

    SinkClient(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** The totals since the last call. */
    SinkTotals take() throws IOException {
        // Not the HttpClient that contestants use: it leaves a thread, which the idle time would show.
        HttpURLConnection connection =
                (HttpURLConnection) endpoint.resolve(Sink.TOTALS_PATH).toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return SinkTotals.ofText(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            connection.disconnect();
        }
    }
}
