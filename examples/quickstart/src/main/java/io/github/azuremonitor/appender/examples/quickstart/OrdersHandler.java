package io.github.azuremonitor.appender.examples.quickstart;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Serves {@code POST /orders}, {@code GET /orders} and {@code POST /orders/export}, with the caller's trace in the MDC. */
final class OrdersHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(OrdersHandler.class);

    private final EventNumbers numbers;
    private final OrderDesk orders;

    OrdersHandler(EventNumbers numbers, OrderDesk orders) {
        this.numbers = numbers;
        this.orders = orders;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        long start = System.nanoTime();
        trace(request);
        try {
            Reply reply = serve(request);
            LOG.atInfo()
                    .addKeyValue("n", numbers.logback())
                    .addKeyValue("status", reply.status())
                    .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start))
                    .log("{} {}", request.getMethod(), Request.getPathInContext(request));
            response.setStatus(reply.status());
            Content.Sink.write(response, true, reply.body(), callback);
        } finally {
            MDC.clear();
        }
        return true;
    }

    /** Takes the caller's trace from the header of W3C Trace Context: {@code 00-<trace id>-<span id>-01}. */
    private static void trace(Request request) {
        String[] parts = String.valueOf(request.getHeaders().get("traceparent")).split("-", -1);
        if (parts.length == 4) {
            MDC.put("traceId", parts[1]);
            MDC.put("spanId", parts[2]);
        }
    }

    private Reply serve(Request request) {
        try {
            return switch (request.getMethod() + " " + Request.getPathInContext(request)) {
                case "POST /orders" -> create(Request.extractQueryParameters(request));
                case "GET /orders" -> new Reply(200, orders.list().size() + " orders\n");
                case "POST /orders/export" -> {
                    orders.export();
                    yield new Reply(204, "");
                }
                default -> new Reply(404, "not found\n");
            };
        } catch (PaymentFailedException e) {
            return new Reply(402, e.getMessage() + "\n");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("n", numbers.logback()).log("request failed");
            return new Reply(500, "sorry\n");
        }
    }

    private Reply create(Fields query) throws PaymentFailedException {
        String customer = query.getValue("customer");
        String amount = query.getValue("amount");
        if (customer == null || amount == null) {
            return new Reply(400, "customer and amount, please\n");
        }
        Order order = orders.create(customer, new BigDecimal(amount));
        return new Reply(201, "order " + order.id() + "\n");
    }
}
