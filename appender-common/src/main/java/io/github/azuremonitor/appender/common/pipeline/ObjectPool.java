package io.github.azuremonitor.appender.common.pipeline;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reusable objects for log calls, so that they make no garbage. Keeps as many as threads can run at once, not some per
 * thread, because a JVM may have ten thousand virtual ones; nobody waits for one. Any thread.
 *
 * @param <T> up to 64 of them are kept
 */
public final class ObjectPool<T> {
    private static final int MOST = 64;

    /** Keeps the places of two threads on different cache lines. */
    private static final int STRIDE = 32;

    private final AtomicReferenceArray<@Nullable T> idle;
    private final int mask;
    private final Supplier<T> create;

    /** Starts empty. */
    public ObjectPool(Supplier<T> create) {
        this(Runtime.getRuntime().availableProcessors(), create);
    }

    /** @param processors that run threads at once */
    ObjectPool(int processors, Supplier<T> create) {
        int places = Math.min(MOST, Integer.highestOneBit(8 * processors));
        this.mask = places - 1;
        this.idle = new AtomicReferenceArray<>(places * STRIDE);
        this.create = create;
    }

    /** One that nobody else uses. */
    public T take() {
        int place = place();
        T mine = idle.getAndSet(place, null);
        if (mine == null) {
            // Somebody else has it; the place in the other half may have one.
            mine = idle.getAndSet(other(place), null);
        }
        return mine == null ? create.get() : mine;
    }

    /** Takes one back, which must not hold on to anything of the log call. */
    public void give(T object) {
        int place = place();
        if (idle.get(place) != null) {
            place = other(place);
        }
        idle.setRelease(place, object);
    }

    private int place() {
        return ((int) Thread.currentThread().getId() & mask) * STRIDE;
    }

    private int other(int place) {
        return place ^ ((mask + 1) / 2 * STRIDE);
    }
}
