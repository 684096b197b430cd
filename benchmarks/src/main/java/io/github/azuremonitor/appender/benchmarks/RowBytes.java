package io.github.azuremonitor.appender.benchmarks;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.encode.RowBuffer;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Prints how many bytes a row of the standard columns has, as JSON, which is billed, and on the wire, and what it takes to
 * write it and to pack it, for each setting of {@code gzipLevel} that somebody may want. CPU time, which other processes
 * disturb less than time.
 */
public final class RowBytes {
    private static final long SEED = 20_001;
    private static final int[] LEVELS = {0, 1, 3, 6};
    private static final int ROWS = 2_000;

    /** Rounds that the compiler gets, and as many that are measured; each with all levels in turn. */
    private static final int ROUNDS = 60;

    private static final int WARM_UP_WRITINGS = 1_000_000;
    private static final int WRITINGS = 1_000_000;

    private RowBytes() {}

    /** First argument for lines that a program reads; the second one is the number of rounds. */
    static final String POINTS = "--points";

    private static final int[] POINT_LEVELS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    /** Arguments: text files whose lines are the messages, in batches of 2,000; generated events are always there. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0 && arguments[0].equals(POINTS)) {
            List<byte[]> rows = rows(new Slots(SEED, true));
            Packing packing = packing(rows, POINT_LEVELS, Integer.parseInt(arguments[1]));
            for (int i = 0; i < POINT_LEVELS.length; i++) {
                System.out.println(new Compressor(POINT_LEVELS[i], packing.bytes()[i], packing.nanos()[i]));
            }
            return;
        }
        System.out.println("| messages | JSON B/row, CPU ns/row | wire B/row, CPU ns/row with gzipLevel "
                + String.join(
                        " | ", Arrays.stream(LEVELS).mapToObj(String::valueOf).toList())
                + " |");
        System.out.println("|---" + "|---".repeat(LEVELS.length + 1) + "|");
        print("generated, with traceId, spanId and orderId in the MDC", new Slots(SEED, true));
        print("generated, without MDC", new Slots(SEED, false));
        for (String file : arguments) {
            List<String> lines;
            try (var text = Files.lines(Path.of(file))) {
                lines = text.filter(line -> !line.isBlank()).limit(ROWS).toList();
            }
            print(Path.of(file).getFileName() + ", with these in the MDC", new Slots(SEED, lines));
        }
    }

    private static void print(String messages, Slots slots) throws IOException {
        double writing = writing(slots);
        List<byte[]> rows = rows(slots);
        Packing packing = packing(rows, LEVELS, ROUNDS);
        var line = new StringBuilder(
                String.format(Locale.ROOT, "| %s | %.0f, %.0f |", messages, packing.rawBytes(), writing));
        for (int i = 0; i < LEVELS.length; i++) {
            line.append(String.format(Locale.ROOT, " %.1f, %.0f |", packing.bytes()[i], packing.nanos()[i]));
        }
        System.out.println(line);
    }

    private static Packing packing(List<byte[]> rows, int[] levels, int rounds) {
        double[] nanos = new double[levels.length];
        double[] bytes = new double[levels.length];
        double raw = 0;
        for (int round = 0; round < 2 * rounds; round++) {
            for (int i = 0; i < levels.length; i++) {
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                Batch batch = packed(rows, levels[i]);
                if (round >= rounds) {
                    nanos[i] += (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
                            / (double) rounds
                            / rows.size();
                }
                bytes[i] = batch.body().length / (double) rows.size();
                raw = batch.rawBytes() / (double) rows.size();
            }
        }
        return new Packing(raw, bytes, nanos);
    }

    /** For each row; bytes and CPU time of each level. Never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Packing(double rawBytes, double[] bytes, double[] nanos) {}

    /** CPU time for one row, in nanoseconds. */
    private static double writing(Slots slots) throws IOException {
        LoggedEvent slot = new LoggedEvent();
        RowEncoder encoder = EncodeBenchmark.newEncoder();
        long start = 0;
        for (int i = 0; i < WARM_UP_WRITINGS + WRITINGS; i++) {
            if (i == WARM_UP_WRITINGS) {
                start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            }
            slots.fill(slot);
            encoder.encode(slot);
            slot.clear();
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / (double) WRITINGS;
    }

    private static Batch packed(List<byte[]> rows, int gzipLevel) {
        try (OpenBatch batch = new OpenBatch(Sink.STREAM, gzipLevel)) {
            for (byte[] row : rows) {
                batch.add(row, row.length, 0, 0);
            }
            return batch.finish(1, new UUID(1, 1));
        }
    }

    private static List<byte[]> rows(Slots slots) throws IOException {
        LoggedEvent slot = new LoggedEvent();
        RowEncoder encoder = EncodeBenchmark.newEncoder();
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            slots.fill(slot);
            RowBuffer row = encoder.encode(slot);
            if (row == null) {
                throw new IllegalStateException("the row is too large");
            }
            rows.add(Arrays.copyOf(row.bytes(), row.length()));
            slot.clear();
        }
        return rows;
    }
}
