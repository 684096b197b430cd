package io.github.azuremonitor.appender.common.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Waits that an interrupt does not cut short: the thread that stops an appender is often one that was just interrupted.
 * The interrupt flag is restored afterwards.
 */
public final class UninterruptedWait {
    private UninterruptedWait() {}

    /** Waits until the thread has ended or the time is over. */
    public static void join(Thread thread, long nanos) {
        join(thread::isAlive, left -> TimeUnit.NANOSECONDS.timedJoin(thread, left), nanos);
    }

    /** Waits until the worker has done its last round or the time is over. */
    public static void join(Worker worker, long nanos) {
        join(() -> !worker.hasEnded(), worker::join, nanos);
    }

    private static void join(BooleanSupplier isAlive, Join join, long nanos) {
        boolean interrupted = false;
        long end = Time.SYSTEM.nanos() + nanos;
        while (isAlive.getAsBoolean()) {
            long left = end - Time.SYSTEM.nanos();
            if (left <= 0) {
                break;
            }
            try {
                join.within(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        restore(interrupted);
    }

    /** Waits for an end, up to {@code nanos} nanoseconds. */
    private interface Join {
        void within(long nanos) throws InterruptedException;
    }

    /** The future's value, or false if it does not come in time. */
    public static boolean until(CompletableFuture<?> future, Duration timeout) {
        boolean interrupted = false;
        // Saturates where Duration's own conversion would throw.
        long end = Time.SYSTEM.nanos() + TimeUnit.NANOSECONDS.convert(timeout);
        try {
            while (true) {
                try {
                    Object value = future.get(Math.max(0, end - Time.SYSTEM.nanos()), TimeUnit.NANOSECONDS);
                    return !Boolean.FALSE.equals(value);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException | TimeoutException e) {
                    return false;
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
