package io.github.azuremonitor.appender.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process with the packaged jars on its class path; where its rows go, its environment says. */
final class Program {
    static final Duration PATIENCE = Duration.ofMinutes(3);
    static final Path BUILD = Path.of(System.getProperty("build.directory"));
    static final Path APPENDERS = Snippets.ROOT.resolve("integration-tests/compatibility/application/target/appenders");
    static final Path BESIDE = BUILD.resolve("beside");
    static final Path CLASSES = BUILD.resolve("classes");

    private final Path java;
    private final List<Path> classPath = new ArrayList<>();

    private final List<String> options = new ArrayList<>(List.of(
            System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC").split(" ", -1)));

    private final Map<String, String> environment = new LinkedHashMap<>();

    Program(Path java) {
        this.java = java;
    }

    /** The java of the test's own JVM. */
    static Program here() {
        return new Program(Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /**
     * All jars of a folder, or the folder itself if it holds classes. An artifact that is there already stays in its
     * version: begin with what the application brings.
     */
    Program with(Path folder) {
        addNew(jars(folder), classPath);
        return this;
    }

    /** The jars of several folders, what comes first before what comes later in another version. */
    static List<Path> jars(List<Path> folders) {
        var jars = new ArrayList<Path>();
        folders.forEach(folder -> addNew(jars(folder), jars));
        return jars;
    }

    private static void addNew(List<Path> jars, List<Path> all) {
        List<String> taken = all.stream().map(Program::artifact).toList();
        jars.stream().filter(jar -> !taken.contains(artifact(jar))).forEach(all::add);
    }

    Program option(String jvmOption) {
        options.add(jvmOption);
        return this;
    }

    Program environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The endpoint, and a managed identity to get a token from; the rest of the machine's Azure is hidden. */
    Program shippingTo(LogsEmulator azure) {
        environment("AZURE_MONITOR_LOGS_ENDPOINT", azure.httpEndpoint().toString());
        environment("AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID", azure.dcrImmutableId());
        environment("AZURE_MONITOR_LOGS_STREAM_NAME", DcrDefinition.STANDARD_STREAM);
        environment("AZURE_MONITOR_LOGS_DURABILITY", "memory");
        // However long a busy machine takes for a first token.
        environment("AZURE_MONITOR_LOGS_SHUTDOWN_TIMEOUT", "2m");
        environment("IDENTITY_ENDPOINT", azure.appServiceIdentityEndpoint().toString());
        return environment("IDENTITY_HEADER", azure.identityHeader());
    }

    /** Runs to its end, which must be a good one; what it wrote. */
    String run(String main, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(java.toString()));
        command.add("-Xmx256m");
        command.addAll(options);
        command.addAll(List.of(
                "-cp", classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)), main));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(BUILD, "program", ".txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("it ended; it said:%n%s", said).isTrue();
            assertThat(process.exitValue()).as("exit code; it said:%n%s", said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }

    static List<Path> jars(Path folder) {
        assertThat(folder).isDirectory();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            return jars.isEmpty() ? List.of(folder) : jars;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceAll("-\\d.*", "");
    }
}
