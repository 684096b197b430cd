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

    /** CPU time of all threads, ended ones too; on Linux in steps of 10 ms. */
    static long nanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** CPU time of the calling thread; 0 if not on Linux. */
    static long ofThisThread() {
        try {
            return Long.parseLong(Files.readString(THREAD.resolve("schedstat")).split(" ", -1)[0]);
        } catch (IOException noLinux) {
            return 0;
        }
    }

    /**
     * CPU time without that of the JVM's compilers: they go on for minutes after a start, and rest in an application that runs
     * for days. One that has ended meanwhile counts; all of them if not on Linux.
     */
    static final class WithoutCompilers {
        private final long before = nanos();
        private final Map<String, Long> compilersBefore = compilers();

        /** Nanoseconds since this was made. */
        long passed() {
            long compilers = 0;
            for (Map.Entry<String, Long> compiler : compilers().entrySet()) {
                compilers += compiler.getValue() - compilersBefore.getOrDefault(compiler.getKey(), 0L);
            }
            return nanos() - before - compilers;
        }

        /** By thread. */
        private static Map<String, Long> compilers() {
            Map<String, Long> nanos = new HashMap<>();
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
                for (Path task : tasks) {
                    readInto(nanos, task);
                }
            } catch (IOException noLinux) {
                return nanos;
            }
            return nanos;
        }

        private static void readInto(Map<String, Long> nanos, Path task) {
            try {
                String name = Files.readString(task.resolve("comm"));
                if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
                    String[] fields =
                            Files.readString(task.resolve("schedstat")).trim().split(" ", -1);
                    nanos.put(task.getFileName().toString(), Long.parseLong(fields[0]));
                }
            } catch (IOException ended) {
                // It ended between the listing and the reading.
            }
        }
    }

    /** How often the live threads except the calling one have gone to sleep so far; 0 if not on Linux. */
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
}
