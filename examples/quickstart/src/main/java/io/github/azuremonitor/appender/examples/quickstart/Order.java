package io.github.azuremonitor.appender.examples.quickstart;

import java.math.BigDecimal;

/** What a customer asked for. */
record Order(long id, String customer, BigDecimal amount) {}
