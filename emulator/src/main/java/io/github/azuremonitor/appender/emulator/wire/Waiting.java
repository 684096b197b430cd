package io.github.azuremonitor.appender.emulator.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits on a monitor for a condition with a time limit, instead of sleeping. */
public final class Waiting {
    private Waiting() {}

    /**
     * Waits until the condition holds; the caller holds the monitor, and whoever changes the condition notifies it.
     *
     * @param timeoutNanos how long at most
     * @return whether it held in time
     */
    public static boolean on(Object monitor, BooleanSupplier condition, long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(monitor, left);
        }
        return true;
    }
}
