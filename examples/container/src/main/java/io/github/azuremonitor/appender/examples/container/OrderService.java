package io.github.azuremonitor.appender.examples.container;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: {@code POST /orders?count=3} takes orders, {@code GET /ledger} tells what became of its log events, {@code
 * GET /health} answers. Environment: {@code PORT} (8080), and {@code ORDERS_PER_SECOND} (0) for customers of its own.
 */
public final class OrderService {
    private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);
    private static final int THREADS = 4;

    private OrderService() {}

    /** Runs until it is told to stop. */
    public static void main(String[] args) throws IOException {
        int port = number("PORT", 8080);
        OrderDesk desk = new OrderDesk();
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/orders", exchange -> answer(exchange, orders(desk, exchange)));
        server.createContext("/ledger", exchange -> answer(exchange, AzureMonitorLogs.stats() + "\n"));
        server.createContext("/health", exchange -> answer(exchange, "UP\n"));
        server.start();
        LOG.info("listening on port {}", port);
        sendCustomers(desk, number("ORDERS_PER_SECOND", 0));
    }

    private static String orders(OrderDesk desk, HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        int count = query == null || !query.startsWith("count=") ? 1 : Integer.parseInt(query.substring(6));
        for (int i = 0; i < count; i++) {
            desk.take();
        }
        return desk.run() + " " + desk.taken() + "\n";
    }

    private static void sendCustomers(OrderDesk desk, int perSecond) {
        if (perSecond > 0) {
            ScheduledExecutorService customers = Executors.newSingleThreadScheduledExecutor();
            long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
            ScheduledFuture<?> unused = customers.scheduleAtFixedRate(desk::take, period, period, TimeUnit.NANOSECONDS);
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static int number(String variable, int otherwise) {
        String text = System.getenv(variable);
        return text == null || text.isBlank() ? otherwise : Integer.parseInt(text.strip());
    }
}
