package io.github.azuremonitor.appender.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.logback.AzureMonitorAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@link LoggingProgram} in a JVM of its own, with a real {@code logback.xml}. Its output is read line by line. */
final class LoggingProcess implements AutoCloseable {
    static final String STREAM = DcrDefinition.STANDARD_STREAM;
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String tag;
    private final Process process;
    private final Path counter;
    private final PrintWriter input;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final Thread reader;

    private LoggingProcess(String tag, Process process, Path counter) {
        this.tag = tag;
        this.process = process;
        this.counter = counter;
        this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.reader = new Thread(this::read, "output of " + tag);
        reader.setDaemon(true);
        reader.start();
    }

    /** What is to be started; a process of its own for each {@link #start}. */
    static final class Plan {
        private final Path directory;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> options = new ArrayList<>();
        private Class<?> program = LoggingProgram.class;
        private String heap = "128m";
        private long rate = 5_000;
        private int textLength = 100;

        /** One appender that ships to {@code azure}, with the spool and all other files below {@code directory}. */
        Plan(LogsEmulator azure, Path directory) {
            this.directory = directory;
            set("endpoint", azure.httpEndpoint().toString());
            set("dcrImmutableId", azure.dcrImmutableId());
            set("streamName", STREAM);
            set("credential", "none");
            set("columns", "TimeGenerated:datetime = timestamp; Level = level; Message = message");
            set("durability", "spool");
            set("spoolDirectory", directory.resolve("spool").toString());
        }

        Plan set(String setting, String value) {
            settings.put(setting, value);
            return this;
        }

        Plan environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        Plan option(String jvmOption) {
            options.add(jvmOption);
            return this;
        }

        Plan heap(String size) {
            heap = size;
            return this;
        }

        /** Another program, which takes the same arguments. */
        Plan program(Class<?> main) {
            program = main;
            return this;
        }

        Plan rate(long eventsPerSecond) {
            rate = eventsPerSecond;
            return this;
        }

        Plan textLength(int characters) {
            textLength = characters;
            return this;
        }

        /** Logs "tag e1", "tag e2" … up to {@code count} and pauses then; 0 for no end. */
        LoggingProcess start(String tag, long count) throws IOException {
            Path logback = Files.writeString(directory.resolve(tag + ".xml"), xml());
            Path counter = directory.resolve(tag + ".counter");
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
            if (!Boolean.getBoolean("thorough")) {
                command.addAll(List.of(System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC")
                        .split(" ", -1)));
            }
            command.add("-Dlogback.configurationFile=" + logback);
            command.addAll(options);
            String surefire = System.getProperty("surefire.test.class.path");
            command.addAll(List.of("-cp", surefire == null ? System.getProperty("java.class.path") : surefire));
            command.add(program.getName());
            command.addAll(List.of(
                    tag, Long.toString(rate), Long.toString(count), Integer.toString(textLength), counter.toString()));
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
            builder.environment().putAll(environment);
            return new LoggingProcess(tag, builder.start(), counter);
        }

        private String xml() {
            var xml = new StringBuilder("<configuration>\n");
            xml.append("<statusListener class='ch.qos.logback.core.status.OnConsoleStatusListener'/>\n");
            xml.append("<appender name='AZURE' class='" + AzureMonitorAppender.class.getName() + "'>\n");
            settings.forEach((setting, value) -> xml.append("  <%s>%s</%s>\n".formatted(setting, value, setting)));
            xml.append("</appender>\n<root level='INFO'><appender-ref ref='AZURE'/></root>\n</configuration>\n");
            return xml.toString();
        }
    }

    String tag() {
        return tag;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.contains(" in ch.qos.logback.")) {
                    output.add(line);
                    unread.add(line);
                }
            }
        } catch (IOException ended) {
            output.add("[output ended with " + ended + "]");
        }
    }

    /** Waits for a line that contains this, and gives what follows it. */
    String await(String start) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String line = unread.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                return fail("no line '" + start + "' in:\n" + text());
            }
            int found = line.indexOf(start);
            if (found >= 0) {
                return line.substring(found + start.length()).strip();
            }
        }
    }

    /** Waits until it logs. */
    LoggingProcess awaitLogging() throws InterruptedException {
        await(LoggingProgram.LOGGING);
        return this;
    }

    /** Asks for the ledger. */
    ChildStats stats() throws InterruptedException {
        say("stats");
        return ChildStats.parse(await(LoggingProgram.STATS));
    }

    /** Writes a command to the program. */
    void say(String command) {
        input.println(command);
    }

    /** What its flusher got of the processors so far. */
    FlusherTime flusherTime() {
        return FlusherTime.of(process.pid());
    }

    /** How many log calls have returned, whether it lives or not. */
    long logged() throws IOException {
        return LoggedCounter.read(counter);
    }

    /** Whether it lives for this long; that is what is expected of it. */
    boolean lives(Duration time) throws InterruptedException {
        return !process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join(PATIENCE.toMillis());
    }

    /** Asks it to end, as a service manager does, and waits until it has. */
    void terminate() throws InterruptedException {
        // Process.destroy() closes the streams too, and with them goes what the process still has to say.
        process.toHandle().destroy();
        awaitEnd();
    }

    /** Waits for its end; the exit code. */
    int awaitEnd() throws InterruptedException {
        return awaitEnd(PATIENCE);
    }

    /** The same, for so long. */
    int awaitEnd(Duration patience) throws InterruptedException {
        assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
                .as("%s has ended; it said:\n%s", tag, text())
                .isTrue();
        reader.join(PATIENCE.toMillis());
        return process.exitValue();
    }

    /** Has it flush and return from main; the exit code. */
    int end() throws InterruptedException {
        say("end");
        return awaitEnd();
    }

    /** The number before {@code words} in the newest line that has them, 0 if none has. */
    long told(String words) {
        long number = 0;
        for (String line : output) {
            int found = line.indexOf(' ' + words);
            if (found > 0) {
                number = Long.parseLong(line.substring(line.lastIndexOf(' ', found - 1) + 1, found));
            }
        }
        return number;
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
