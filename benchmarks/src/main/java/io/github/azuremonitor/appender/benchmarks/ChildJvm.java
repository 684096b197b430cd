package io.github.azuremonitor.appender.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM that ends at the latest when its time is up or this one ends. */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    // Held open: its end tells the child that this process is gone.
    private final OutputStream lifeline;

    private ChildJvm(Process process, Duration limit) {
        this.process = process;
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        lifeline = process.getOutputStream();
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
    }

    /** With the class path of this one. */
    static ChildJvm start(Class<?> main, List<String> jvmFlags, List<String> arguments, Duration limit)
            throws IOException {
        return start(System.getProperty("java.class.path"), main, jvmFlags, arguments, limit);
    }

    static ChildJvm start(
            String classPath, Class<?> main, List<String> jvmFlags, List<String> arguments, Duration limit)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ChildJvm(process, limit);
    }

    /** The next line of its standard output; null once it has ended. */
    @Nullable String nextLine() throws IOException {
        return lines.readLine();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        lifeline.close();
        lines.close();
    }
}
