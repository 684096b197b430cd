package io.github.azuremonitor.appender.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** A program in a JVM of its own, with the class path of the running test; its output is read line by line. */
final class ChildJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final PrintWriter input;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final Thread reader;

    private ChildJvm(Process process) {
        this.process = process;
        this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.reader = new Thread(this::read, "output of a child JVM");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code main} with a Logback configuration, if there is one, in the usual way. */
    static ChildJvm start(
            Class<?> main, Path logback, Map<String, String> environment, List<String> options, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.addAll(List.of(
                System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC").split(" ", -1)));
        if (logback != null) {
            command.add("-Dlogback.configurationFile=" + logback);
        }
        command.addAll(options);
        String surefire = System.getProperty("surefire.test.class.path");
        command.addAll(List.of("-cp", surefire == null ? System.getProperty("java.class.path") : surefire));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                unread.add(line);
            }
        } catch (IOException ended) {
            output.add("[output ended with " + ended + "]");
        }
    }

    /** Waits for a line that starts so, and gives the rest of it. */
    String await(String start) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String line = unread.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                return Assertions.fail("no line '" + start + "' in:\n" + text());
            }
            if (line.startsWith(start)) {
                return line.substring(start.length()).strip();
            }
        }
    }

    /** Writes a line to the program. */
    void say(String line) {
        input.println(line);
    }

    /** Asks the program to end, as a service manager does. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end, and gives the exit code. */
    int ended() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended; it said:\n%s", text())
                .isTrue();
        reader.join(PATIENCE.toMillis());
        return process.exitValue();
    }

    /** All that it has written so far, to both streams. */
    String text() {
        return String.join("\n", output);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
