package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the sink has received, looked at on request. */
final class SinkStore {
    /** Beyond this many waiting bytes they are looked at as they come. */
    private static final long MAX_WAITING_BYTES = 1536L * 1024 * 1024;

    private final List<Piece> waiting = new ArrayList<>();
    private SerialCounter counter = new SerialCounter();
    private long waitingBytes;
    private long wireBytes;
    private long lastMillis;
    private long lastNanos = System.nanoTime();
    private long requests;

    /** Keeps a body; the answer is the id of its request. */
    synchronized String keep(byte[] body, Packing packing) {
        keep(new Piece(body, packing, null));
        return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012x", requests++);
    }

    /** Keeps the next piece of a stream. */
    synchronized void keep(byte[] piece, SerialCounter.Place place) {
        keep(new Piece(piece, Packing.NONE, place));
    }

    private void keep(Piece piece) {
        wireBytes += piece.bytes().length;
        lastMillis = System.currentTimeMillis();
        lastNanos = System.nanoTime();
        waiting.add(piece);
        waitingBytes += piece.bytes().length;
        if (waitingBytes > MAX_WAITING_BYTES) {
            lookAtWaiting();
        }
    }

    synchronized long idleMillis() {
        return (System.nanoTime() - lastNanos) / 1_000_000;
    }

    synchronized SinkTotals totals() {
        lookAtWaiting();
        return new SinkTotals(counter.arrived(), counter.twice(), counter.bytes(), wireBytes, lastMillis);
    }

    synchronized void reset() {
        waiting.clear();
        waitingBytes = 0;
        wireBytes = 0;
        counter = new SerialCounter();
    }

    private void lookAtWaiting() {
        try {
            for (Piece piece : waiting) {
                if (piece.stream() == null) {
                    counter.count(piece.bytes(), piece.packing());
                } else {
                    counter.count(piece.bytes(), piece.bytes().length, piece.stream());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a body cannot be unpacked", e);
        } finally {
            waiting.clear();
            waitingBytes = 0;
        }
    }

    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Piece(byte[] bytes, Packing packing, SerialCounter.@Nullable Place stream) {}
}
