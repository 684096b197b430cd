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
import java.util.stream.Stream;

/** CPU time that this process has used. */
final class Cpu {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Path THREAD = Path.of("/proc/thread-self");

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

    /** How often threads other than the calling one went to sleep so far, of those that live; 0 where Linux does not tell. */
    static long wakeUpsOfOthers() {
        long wakeUps = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            String caller = Files.readSymbolicLink(THREAD).getFileName().toString();
            for (Path task : tasks) {
                if (!task.getFileName().toString().equals(caller)) {
                    wakeUps += wakeUps(task);
                }
            }
        } catch (IOException noLinux) {
            return 0;
        }
        return wakeUps;
    }

    private static long wakeUps(Path task) {
        try (Stream<String> status = Files.lines(task.resolve("status"))) {
            return status.filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                    .sum();
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
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
