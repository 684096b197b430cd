package io.github.azuremonitor.appender.examples.container;

import java.net.SocketTimeoutException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders, each with one line of log. Any thread. */
final class OrderDesk {
    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);
    private static final int UNLUCKY = 10;

    /** Tells the runs of a restarted container apart, whose orders begin at 1 again. */
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private final AtomicLong taken = new AtomicLong();

    /** Takes one order and answers its number. */
    long take() {
        long number = taken.incrementAndGet();
        if (number % UNLUCKY == 0) {
            LOG.atWarn()
                    .addKeyValue("n", number)
                    .addKeyValue("run", run)
                    .setCause(new SocketTimeoutException("no answer from payments"))
                    .log("order {} is not paid yet", number);
        } else {
            LOG.atInfo().addKeyValue("n", number).addKeyValue("run", run).log("order {} created", number);
        }
        return number;
    }

    /** How many were taken so far. */
    long taken() {
        return taken.get();
    }

    /** The name of this run, as it stands in each row. */
    String run() {
        return run;
    }
}
