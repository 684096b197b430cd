package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script of the page, as somebody pastes it, twice. */
@Timeout(180)
class ReadmeTest {
    @TempDir
    private Path dir;

    @Test
    void theScriptOfThePageDoesTheSameASecondTime() throws Exception {
        assumeTrue(has("sh", "-c", "true") && has("curl", "--version"), "there is no sh or no curl");
        Path target = Files.createDirectories(dir.resolve("emulator/target"));
        String jar = "-jar azure-monitor-appender-emulator-*-all.jar";
        String script = script();
        assertThat(script).contains(jar);
        String ours =
                script.replace(jar, "-cp '" + System.getProperty("java.class.path") + "' " + Main.class.getName());

        for (int run = 1; run <= 2; run++) {
            // What a run that was killed leaves behind.
            Files.writeString(
                    target.resolve("emulator.env"), "export AZURE_MONITOR_LOGS_ENDPOINT='http://127.0.0.1:9'\n");
            String said = run(ours);

            assertThat(Pattern.compile("HTTP/1.1 ([0-9]+)")
                            .matcher(said)
                            .results()
                            .map(found -> found.group(1)))
                    .as("run %d: %s", run, said)
                    .containsExactly("204", "429", "204");
            assertThat(said)
                    .contains("\"rows\":[{\"Message\":\"hello\",\"Seq\":1}]")
                    .contains("Retry-After: 3");
        }
    }

    @Test
    void theCommandOfThePageRunsWhatIsBuiltWithItsOptions() throws Exception {
        assumeTrue(has("bash", "-c", "true"), "there is no bash");
        Path home = Files.createDirectories(dir.resolve("emulator"));
        Files.createDirectories(home.resolve("src/main"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.copy(Path.of("run"), home.resolve("run"));
        Path jar = Files.createDirectories(home.resolve("target")).resolve("azure-monitor-appender-emulator-1-all.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        String path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, path);
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }

        assertThat(run("bash emulator/run --help"))
                .contains("Usage: logs-emulator", "--state")
                .doesNotContain("building");
    }

    private static String script() throws IOException {
        String page = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
        int start = page.indexOf("```sh\ncd emulator/target\n") + "```sh\n".length();
        return page.substring(start, page.indexOf("```", start));
    }

    private String run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-e", "-c", script))
                .directory(dir.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, java) -> java + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static boolean has(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
