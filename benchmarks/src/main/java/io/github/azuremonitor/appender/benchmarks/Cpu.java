package io.github.azuremonitor.appender.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** CPU time that this process has used. */
final class Cpu {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path TASKS = Path.of("/proc/self/task");

    private Cpu() {}

    /** Of all threads, ended ones too; on Linux in steps of 10 ms. */
    static long nanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /**
     * Of the threads that live, by thread, in nanoseconds where Linux tells: 10 ms of 20 s are half of what may be used
     * idle.
     */
    static Map<String, Long> ofThreads() {
        Map<String, Long> nanos = new HashMap<>();
        if (!Files.isDirectory(TASKS)) {
            nanos.put("all", nanos());
            return nanos;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                readInto(nanos, task);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return nanos;
    }

    /** What they have used since; a thread that has ended meanwhile, as the compiler's do, counts for nothing. */
    static long since(Map<String, Long> before) {
        return ofThreads().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private static void readInto(Map<String, Long> nanos, Path task) {
        try {
            String[] fields = Files.readString(task.resolve("schedstat")).trim().split(" ", -1);
            nanos.put(task.getFileName().toString(), Long.parseLong(fields[0]));
        } catch (IOException ended) {
            // Between the listing and the reading.
        }
    }
}
