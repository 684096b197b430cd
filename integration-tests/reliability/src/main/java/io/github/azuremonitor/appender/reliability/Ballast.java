package io.github.azuremonitor.appender.reliability;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes all of the heap, down to the last bytes, and takes again whatever the collector finds meanwhile. */
final class Ballast {
    private static final int[] SIZES = {1 << 20, 1 << 16, 1 << 12, 1 << 8, 16};

    /** Long enough for others to run into the full heap, and so to free a few bytes again. */
    private static final long PAUSE_NANOS = 3_000_000;

    private @Nullable Block newest;
    private long refusals;

    /** Holds the heap full until that is enough; it is free again when this returns. */
    void hold(BooleanSupplier enough) {
        do {
            for (int size : SIZES) {
                fill(size);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (!enough.getAsBoolean());
        newest = null;
    }

    /** How often there was no memory left. */
    long refusals() {
        return refusals;
    }

    private void fill(int size) {
        try {
            while (true) {
                newest = new Block(new byte[size], newest);
            }
        } catch (OutOfMemoryError full) {
            refusals++;
        }
    }

    /** Nobody reads it: it is there to take memory. */
    @SuppressWarnings("UnusedVariable")
    private static final class Block {
        final byte[] bytes;
        final @Nullable Block older;

        Block(byte[] bytes, @Nullable Block older) {
            this.bytes = bytes;
            this.older = older;
        }
    }
}
