package io.github.azuremonitor.appender.examples.quickstart;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers log calls from 1 without a gap, so that a missing or doubled row can be named. Safe for use by any thread. */
final class EventNumbers {
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong log4j2 = new AtomicLong();

    /** The number of the next call through SLF4J. */
    long logback() {
        return last.incrementAndGet();
    }

    /** The number of the next call through Log4j2. */
    long log4j2() {
        log4j2.incrementAndGet();
        return last.incrementAndGet();
    }

    /** The highest number, which is how many calls there were. */
    long all() {
        return last.get();
    }

    /** How many of them went through Log4j2. */
    long allLog4j2() {
        return log4j2.get();
    }
}
