package io.github.azuremonitor.appender.emulator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Node.js with the packages of a folder in src/test/resources, installed once below target; without Node a test is skipped. */
final class Npm {
    private static final Path SOURCES = Path.of("src", "test", "resources");
    private static final long MINUTES = 10;

    private Npm() {}

    /** Where scripts find the packages. */
    private static synchronized Path installed(Path source) throws IOException, InterruptedException {
        Path place = Path.of("target").resolve(source.getFileName());
        assumeTrue(run(Path.of("."), Map.of(), "node", "--version").code() == 0, "there is no node on the PATH");
        Path marker = place.resolve("installed-lock.json");
        Path lock = source.resolve("package-lock.json");
        if (!Files.exists(marker) || Files.mismatch(marker, lock) >= 0) {
            Files.createDirectories(place);
            for (String name : List.of("package.json", "package-lock.json")) {
                Files.copy(source.resolve(name), place.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            Said said = run(
                    place, Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
            assumeTrue(said.code() == 0, "npm ci does not reach its registry, or npm is missing: " + said.text());
            Files.copy(lock, marker, StandardCopyOption.REPLACE_EXISTING);
        }
        return place;
    }

    /** Runs a script of the folder {@code npm}, which sees these variables and none of Azure's besides. */
    static Said script(String name, Map<String, String> environment) throws IOException, InterruptedException {
        return script("npm", name, environment);
    }

    /** The same for another folder. */
    static Said script(String folder, String name, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path source = SOURCES.resolve(folder);
        Path place = installed(source);
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(source, "*.mjs")) {
            for (Path script : scripts) {
                Files.copy(script, place.resolve(script.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return run(place, environment, "node", name);
    }

    /** What a command said, on both streams, and its exit code; 127 if there is no such command. */
    record Said(int code, String text) {}

    private static Said run(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Said(127, String.valueOf(e.getMessage()));
        }
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " does not end: " + text);
        }
        return new Said(process.exitValue(), text);
    }
}
