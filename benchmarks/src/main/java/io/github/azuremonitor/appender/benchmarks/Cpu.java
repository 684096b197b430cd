package io.github.azuremonitor.appender.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** Of the threads that live, in nanoseconds where Linux tells: 10 ms of 20 s are half of what may be used idle. */
    static long fineNanos() {
        if (!Files.isDirectory(TASKS)) {
            return nanos();
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            long sum = 0;
            for (Path task : tasks) {
                String[] fields =
                        Files.readString(task.resolve("schedstat")).trim().split(" ", -1);
                sum += Long.parseLong(fields[0]);
            }
            return sum;
        } catch (IOException e) {
            return nanos();
        }
    }
}
