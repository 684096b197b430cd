package io.github.azuremonitor.appender.examples.quickstart;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Takes, lists and exports orders. Safe for use by any thread. */
final class OrderDesk {
    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);

    private final EventNumbers numbers;
    private final PaymentDesk payments;
    private final AtomicLong ids = new AtomicLong(1000);
    private final List<Order> orders = new CopyOnWriteArrayList<>();

    OrderDesk(EventNumbers numbers, PaymentDesk payments) {
        this.numbers = numbers;
        this.payments = payments;
    }

    /** Takes an order that can be paid. */
    Order create(String customer, BigDecimal amount) throws PaymentFailedException {
        Order order = new Order(ids.incrementAndGet(), customer, amount);
        MDC.put("orderId", Long.toString(order.id()));
        try {
            payments.charge(order);
            orders.add(order);
            LOG.atInfo()
                    .addKeyValue("n", numbers.logback())
                    .addKeyValue("customer", customer)
                    .addKeyValue("amount", amount)
                    .log("order {} created", order.id());
            return order;
        } finally {
            MDC.remove("orderId");
        }
    }

    /** All orders so far. */
    List<Order> list() {
        LOG.atInfo()
                .addKeyValue("n", numbers.logback())
                .addKeyValue("orders", orders.size())
                .log("orders listed");
        return orders;
    }

    /** Fails, as exports do. */
    void export() {
        try {
            throw new IOException("No space left on device");
        } catch (IOException e) {
            throw new IllegalStateException("orders cannot be exported", e);
        }
    }
}
