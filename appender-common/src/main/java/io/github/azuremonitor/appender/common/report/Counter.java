package io.github.azuremonitor.appender.common.report;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts for many threads at once. No count is lost when the heap is full, although an adder needs memory under
 * contention. Any thread.
 */
final class Counter {
    private final LongAdder usual = new LongAdder();
    private final AtomicLong withoutMemory = new AtomicLong();

    void add(long count) {
        try {
            usual.add(count);
        } catch (OutOfMemoryError full) {
            // Thrown before anything is added.
            withoutMemory.addAndGet(count);
        }
    }

    void increment() {
        add(1);
    }

    long sum() {
        return usual.sum() + withoutMemory.get();
    }
}
