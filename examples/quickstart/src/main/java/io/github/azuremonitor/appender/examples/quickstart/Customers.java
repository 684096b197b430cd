package io.github.azuremonitor.appender.examples.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.SplittableRandom;

/** The client beside the service: the same requests in each run. */
final class Customers {
    private static final List<String> NAMES = List.of("ada", "grace", "edsger", "barbara", "donald");

    private final HttpClient http =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final SplittableRandom random = new SplittableRandom(2026);
    private final URI service;

    Customers(URI service) {
        this.service = service;
    }

    /** Makes this many requests: mostly orders, now and then a list or an export. */
    void visit(int requests) throws IOException, InterruptedException {
        for (int i = 0; i < requests; i++) {
            switch (i % 8) {
                case 3 -> send("GET", "/orders");
                case 6 -> send("POST", "/orders/export");
                default -> send("POST", "/orders?customer=" + NAMES.get(i % NAMES.size()) + "&amount=" + amount());
            }
        }
    }

    private String amount() {
        return random.nextInt(5, 100) + "." + random.nextInt(10, 100);
    }

    private void send(String method, String pathAndQuery) throws IOException, InterruptedException {
        String trace = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        http.send(
                HttpRequest.newBuilder(service.resolve(pathAndQuery))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("traceparent", "00-" + trace + "-%016x-01".formatted(random.nextLong()))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }
}
