package io.github.azuremonitor.appender.examples.quickstart;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Writes a log file as a Spring Boot service would; the same bytes for the same size. Not thread-safe. */
final class SampleLog {
    private static final List<String> STACK_TRACE = List.of(
            "java.lang.IllegalStateException: payment service does not answer",
            "\tat com.example.shop.payment.PaymentClient.charge(PaymentClient.java:87)",
            "\tat com.example.shop.order.OrderService.place(OrderService.java:142)",
            "\tat com.example.shop.order.OrderController.post(OrderController.java:51)",
            "Caused by: java.net.SocketTimeoutException: Read timed out",
            "\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)",
            "\t... 31 more");

    private final SplittableRandom random = new SplittableRandom(2026);
    private long millis = Instant.parse("2026-11-20T08:00:00Z").toEpochMilli();
    private long bytes;

    private SampleLog() {}

    /** Writes whole lines until the file has at least this many bytes. Fails if there is such a file. */
    static void write(Path file, long bytes) throws IOException {
        SampleLog log = new SampleLog();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            while (log.bytes < bytes) {
                log.event(out);
            }
        }
    }

    private void event(BufferedWriter out) throws IOException {
        millis += random.nextInt(20);
        int kind = random.nextInt(1000);
        if (kind < 3) {
            head(out, "ERROR", "order.OrderController", "POST /orders failed with 500");
            for (String line : STACK_TRACE) {
                line(out, line);
            }
        } else if (kind < 30) {
            head(out, " WARN", "stock.StockClient", "stock of article %05d is down to %d", 99_999, 9);
        } else if (kind < 400) {
            head(out, " INFO", "order.OrderService", "order %d of customer %d placed", 9_999_999, 99_999);
        } else if (kind < 700) {
            head(out, "DEBUG", "web.RequestLog", "GET /articles/%d answered in %d ms", 99_999, 250);
        } else {
            head(out, " INFO", "cart.CartService", "article %05d put into cart %d", 99_999, 999_999);
        }
    }

    private void head(BufferedWriter out, String level, String logger, String message, int... below)
            throws IOException {
        Object[] numbers = new Object[below.length];
        for (int i = 0; i < below.length; i++) {
            numbers[i] = random.nextInt(below[i]);
        }
        line(
                out,
                Instant.ofEpochMilli(millis) + " " + level + " 1 --- [exec-" + random.nextInt(1, 17)
                        + "] com.example.shop." + logger + " : " + message.formatted(numbers));
    }

    private void line(BufferedWriter out, String line) throws IOException {
        out.write(line);
        out.write('\n');
        bytes += line.length() + 1;
    }
}
