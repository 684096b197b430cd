package com.example.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class OrdersApplication {
    private static final Logger LOG = LoggerFactory.getLogger(OrdersApplication.class);

    public static void main(String[] args) {
        SpringApplication.run(OrdersApplication.class, args);
    }

    @GetMapping("/orders/{id}")
    public String order(@PathVariable("id") long id) {
        try (var ignored = MDC.putCloseable("orderId", Long.toString(id))) {
            if (id % 3 == 0) {
                LOG.warn("order {} is late", id, new IllegalStateException("no driver"));
            } else {
                LOG.info("order {} is on its way", id);
            }
        }
        return "order " + id;
    }
}
