package io.github.azuremonitor.appender.benchmarks;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.Pace;
import io.github.azuremonitor.appender.common.encode.RowBuffer;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import io.github.azuremonitor.appender.common.event.EventSlot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Prints how many bytes a row of the standard columns has, as JSON, which is billed, and on the wire. */
public final class RowBytes {
    private static final int ROWS = 100_000;
    private static final long SEED = 20_001;

    private RowBytes() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(
                "| " + ROWS + " events, columns standard | JSON B/row | gzip level 1 B/row | level 6 B/row |");
        System.out.println("|---|---|---|---|");
        print("with traceId, spanId and orderId in the MDC", true);
        print("without MDC", false);
    }

    private static void print(String events, boolean context) throws IOException {
        List<Batch> fast = batches(context, 1);
        List<Batch> small = batches(context, 6);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f |%n",
                events,
                fast.stream().mapToLong(Batch::rawBytes).sum() / (double) ROWS,
                bodyBytes(fast) / (double) ROWS,
                bodyBytes(small) / (double) ROWS);
    }

    private static long bodyBytes(List<Batch> batches) {
        return batches.stream().mapToLong(batch -> batch.body().length).sum();
    }

    private static List<Batch> batches(boolean context, int gzipLevel) throws IOException {
        Slots slots = new Slots(SEED, context);
        EventSlot slot = new EventSlot();
        RowEncoder encoder = EncodeBenchmark.newEncoder();
        List<Batch> cut = new ArrayList<>();
        try (Batcher batcher =
                new Batcher(gzipLevel, new Pace(Duration.ofMinutes(1)), () -> new UUID(1, 1), cut::add, rows -> {})) {
            for (int i = 0; i < ROWS; i++) {
                slots.fill(slot);
                RowBuffer row = encoder.encode(slot);
                if (row == null) {
                    throw new IllegalStateException("the row is too large");
                }
                batcher.add(Sink.STREAM, row.bytes(), row.length(), slot.epochSecond() * 1_000, 0);
                slot.clear();
            }
            batcher.cutAll();
        }
        return cut;
    }
}
