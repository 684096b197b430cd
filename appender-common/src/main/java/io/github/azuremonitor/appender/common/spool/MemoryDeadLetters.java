package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps the youngest refused rows in memory, up to a number of bytes, for whoever looks in a debugger or a heap dump. */
public final class MemoryDeadLetters implements DeadLetters {
    private final long maxBytes;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private long bytes;

    /** Keeps {@code maxBytes} of packed rows. */
    public MemoryDeadLetters(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void put(Batch rows, String reason, int status, String requestId) {
        letters.addLast(new Letter(rows, reason, status, requestId));
        bytes += rows.body().length;
        while (bytes > maxBytes) {
            bytes -= letters.removeFirst().rows().body().length;
        }
    }

    int size() {
        return letters.size();
    }

    private record Letter(Batch rows, String reason, int status, String requestId) {}
}
