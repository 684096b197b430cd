package io.github.azuremonitor.appender.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;

/**
 * How a process's flusher fared, as Linux counts it: what a kill takes depends on whether that thread got a processor.
 *
 * @param ran how long it ran
 * @param waited how long it could have run and had no processor
 */
record FlusherTime(Duration ran, Duration waited) {
    static final FlusherTime UNKNOWN = new FlusherTime(Duration.ZERO, Duration.ZERO);

    /** Of all of its names Linux keeps so much; the courier's is the same, and is started first. */
    private static final String NAME = "azure-monitor-1";

    /** {@link #UNKNOWN} on other systems, and for a process without a flusher. */
    static FlusherTime of(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            List<Path> ours = threads.filter(FlusherTime::isOurs)
                    .sorted(Comparator.comparingLong(
                            thread -> Long.parseLong(thread.getFileName().toString())))
                    .toList();
            if (ours.size() < 2) {
                return UNKNOWN;
            }
            try (var nanos = new Scanner(ours.get(1).resolve("schedstat"), StandardCharsets.US_ASCII)) {
                return new FlusherTime(Duration.ofNanos(nanos.nextLong()), Duration.ofNanos(nanos.nextLong()));
            }
        } catch (IOException | UncheckedIOException notLinuxOrEnded) {
            return UNKNOWN;
        }
    }

    private static boolean isOurs(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip().equals(NAME);
        } catch (IOException ended) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "flusher ran %,d ms and had no processor for %,d ms".formatted(ran.toMillis(), waited.toMillis());
    }
}
