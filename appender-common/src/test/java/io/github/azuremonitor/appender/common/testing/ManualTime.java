package io.github.azuremonitor.appender.common.testing;

import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.time.Instant;

/** Clocks that stand still until a test moves them. */
public final class ManualTime implements Time {
    private volatile long nanos = 1_000_000_000L;
    private volatile long millis = Instant.parse("2026-11-20T08:00:00Z").toEpochMilli();

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long epochMillis() {
        return millis;
    }

    /** Sets the wall clock, as somebody does who finds it wrong. */
    public synchronized void jump(Duration by) {
        millis = millis + by.toMillis();
    }

    public synchronized void advance(Duration by) {
        nanos = nanos + by.toNanos();
        millis = millis + by.toMillis();
    }
}
