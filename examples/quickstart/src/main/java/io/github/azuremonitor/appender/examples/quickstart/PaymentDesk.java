package io.github.azuremonitor.appender.examples.quickstart;

import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.slf4j.MDC;

/** Charges orders. It stands for a part that came with Log4j2, which knows nothing of SLF4J's MDC. */
final class PaymentDesk {
    private static final Logger LOG = LogManager.getLogger(PaymentDesk.class);
    private static final BigDecimal SLOW_FROM = new BigDecimal("90");

    private final EventNumbers numbers;

    PaymentDesk(EventNumbers numbers) {
        this.numbers = numbers;
    }

    /** Charges an order; large amounts are too much for this bank. */
    void charge(Order order) throws PaymentFailedException {
        Map<String, String> trace = MDC.getCopyOfContextMap();
        try (var context = CloseableThreadContext.putAll(trace == null ? Map.of() : trace)) {
            context.put("n", Long.toString(numbers.log4j2()));
            try {
                askBank(order);
                LOG.info("{} EUR charged to {}", order.amount(), order.customer());
            } catch (SocketTimeoutException e) {
                LOG.warn("{} EUR not charged to {}", order.amount(), order.customer(), e);
                throw new PaymentFailedException("order " + order.id() + " is not paid", e);
            }
        }
    }

    private static void askBank(Order order) throws SocketTimeoutException {
        if (order.amount().compareTo(SLOW_FROM) >= 0) {
            throw new SocketTimeoutException("bank.example did not answer within 2 s");
        }
    }
}
