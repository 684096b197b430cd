package io.github.azuremonitor.appender.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A newcomer who does what docs/log4j2.md says. Only Maven is played: this build has done what it would do. */
class Log4j2PageIT {
    private static final Path ROOT = Snippets.ROOT.toAbsolutePath().normalize();
    private static final String PAGE = Snippets.read(ROOT.resolve("docs/log4j2.md"));

    @TempDir
    private Path directory;

    @Test
    void whoFollowsThePageSeesTheRowsOfThePage() throws Exception {
        assumeTrue(isThere("bash") && isThere("curl"), "skipped: this page needs bash and curl");
        Map<String, String> files = Pattern.compile("<!-- file: (\\S+) -->\\n```\\w+\\n(.*?)```", Pattern.DOTALL)
                .matcher(PAGE)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
        assertThat(files).containsOnlyKeys("pom.xml", "log4j2.xml", "Hello.java");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        theDependenciesOf(directory.resolve("pom.xml"));

        List<String> said = run(String.join("", blocks("sh"))).lines().toList();

        int last = said.size() - 1;
        assertThat(said.subList(0, last))
                .isEqualTo(blocks("console").get(0).lines().toList());
        JsonNode rows = json(said.get(last)).path("rows");
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(json(blocks("json").get(0)).path("rows"));
    }

    /** What Maven would put into lib: the appenders' jars as they are packaged, and the Log4j2 that the page names. */
    private void theDependenciesOf(Path pom) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        assertThat(versionOf("azure-monitor-appender-log4j2", document))
                .isEqualTo(Combination.version("project.version"));
        Path log4j = Program.BESIDE.resolve("log4j-" + versionOf("log4j-core", document));
        Path lib = Files.createDirectory(directory.resolve("lib"));
        for (Path jar : Program.jars(List.of(log4j, Program.APPENDERS))) {
            if (!jar.toString().contains("appender-logback")) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
    }

    private static String versionOf(String artifact, Document pom) {
        var dependencies = pom.getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            if (dependency
                    .getElementsByTagName("artifactId")
                    .item(0)
                    .getTextContent()
                    .equals(artifact)) {
                return dependency.getElementsByTagName("version").item(0).getTextContent();
            }
        }
        throw new AssertionError(artifact + " is missing");
    }

    private String run(String commands) throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("page.sh"), """
                set -eu
                trap '[ -z "$(jobs -p)" ] || kill $(jobs -p)' EXIT
                mvn() { :; }
                """ + commands);
        Path output = directory.resolve("output.txt");
        Path errors = directory.resolve("errors.txt");
        var builder = new ProcessBuilder("bash", script.toString())
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        environment.put("CHECKOUT", ROOT.toString());
        environment.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + environment.get("PATH"));
        environment.put("AZURE_MONITOR_LOGS_DURABILITY", "memory");
        environment.put("AZURE_MONITOR_LOGS_SHUTDOWN_TIMEOUT", "2m");
        Process bash = builder.start();
        try {
            assertThat(bash.waitFor(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(bash.exitValue()).as(Files.readString(errors)).isZero();
            return Files.readString(output);
        } finally {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
    }

    private static List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(PAGE)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static boolean isThere(String program) {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
