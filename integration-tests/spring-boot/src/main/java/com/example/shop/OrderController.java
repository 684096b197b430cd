package com.example.shop;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Orders, some of which take until the shop closes. */
@RestController
class OrderController {
    private static final Logger LOG = LoggerFactory.getLogger(OrderController.class);

    private final CountDownLatch closing = new CountDownLatch(1);

    @GetMapping("/orders/{number}")
    String order(@PathVariable("number") String number) {
        LOG.info("order {}", number);
        return "ordered";
    }

    @GetMapping("/slow-orders/{number}")
    String slowOrder(@PathVariable("number") String number) throws InterruptedException {
        LOG.info("slow order {}", number);
        boolean closes = closing.await(1, TimeUnit.MINUTES);
        LOG.info("slow order {} is delivered, closing: {}", number, closes);
        return "ordered";
    }

    @EventListener
    void closing(ContextClosedEvent event) {
        closing.countDown();
    }
}
