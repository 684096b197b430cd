package io.github.azuremonitor.appender.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** docs/spring-boot.md as a newcomer reads it: its files, its variables, its rows. */
class SpringBootPageTest {
    @RegisterExtension
    private static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    private static final Path ROOT = Path.of("../..");

    private final LogsEmulator azure = EMULATOR.emulator();
    private final String page = read(ROOT.resolve("docs/spring-boot.md"));

    @TempDir
    private Path directory;

    @Test
    void whoFollowsThePageGetsRows() throws Exception {
        String starter = read(ROOT.resolve("spring-boot-starter/pom.xml"));
        String dependency = block("xml");
        assertThat(starter).contains("<artifactId>" + between(dependency, "<artifactId>", "</artifactId>"));
        assertThat(starter).contains("<version>" + between(dependency, "<version>", "</version>"));

        Path source = Files.createDirectories(directory.resolve("src")).resolve("HelloApplication.java");
        Files.writeString(source, block("java"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        String classPath = ClassPath.BOOT_4_1_LOGBACK.jars();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", classes.toString(), source.toString());
        assertThat(compiled).isZero();
        Files.writeString(classes.resolve("application.yaml"), block("yaml"));

        Process application = start(
                classes + File.pathSeparator + classPath, azure.httpEndpoint().toString());
        try {
            await("rows")
                    .atMost(Shop.PATIENCE)
                    .untilAsserted(() -> assertThat(azure.rows("Custom-JavaLogs_CL"))
                            .anySatisfy(row -> assertThat(row.text("Message")).startsWith("Starting HelloApplication"))
                            .anySatisfy(row -> {
                                assertThat(row.text("Message")).isEqualTo("hello table");
                                assertThat(row.text("AppName")).isEqualTo("hello");
                            }));
        } finally {
            application.destroy();
            assertThat(application.waitFor(Shop.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        String console = Files.readString(directory.resolve("output.txt"));
        for (String line :
                between(page, "<!-- console -->\n```\n", "\n```").lines().toList()) {
            assertThat(console).as("the line of the page: %s", line).containsPattern(pattern(line));
        }
        assertThat(console).doesNotContainPattern("(WARN|ERROR).*AzureMonitor");
    }

    /** Times, numbers and directories are each machine's own. */
    private static String pattern(String line) {
        StringBuilder pattern = new StringBuilder();
        Matcher parts =
                Pattern.compile("\\d+|/\\S+|\\(\\w+\\)|…|[^\\d/…(]+|[/(]").matcher(line);
        while (parts.find()) {
            char first = parts.group().charAt(0);
            pattern.append(
                    Character.isDigit(first)
                            ? "\\d+"
                            : first == '/'
                                    ? "/\\S+"
                                    : first == '(' ? "\\(\\S+\\)" : first == '…' ? ".*" : Pattern.quote(parts.group()));
        }
        return pattern.toString();
    }

    @Test
    void theVariablesOfThePageAreThoseOfTheEmulator() {
        Set<String> variables = new TreeSet<>();
        Matcher variable = Pattern.compile("\\$\\{(\\w+)}").matcher(block("yaml"));
        while (variable.find()) {
            variables.add(variable.group(1));
        }

        assertThat(variables)
                .isEqualTo(new TreeSet<>(environment("x").keySet().stream()
                        .filter(name -> name.startsWith("AZURE_"))
                        .toList()));
        assertThat(read(ROOT.resolve(
                        "emulator/src/main/java/io/github/azuremonitor/appender/emulator/Environment.java")))
                .contains(variables);
    }

    private Process start(String classPath, String endpoint) throws Exception {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-cp",
                classPath,
                "com.example.HelloApplication",
                "--server.port=0",
                "--azure.monitor.logs.verbose=true",
                "--azure.monitor.logs.spool-directory=" + directory.resolve("spool"));
        builder.command()
                .addAll(
                        1,
                        List.of(System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC")
                                .split(" ", -1)));
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        builder.environment().putAll(environment(endpoint));
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
    }

    /** What the emulator writes into its file, as far as the page needs it. */
    private Map<String, String> environment(String endpoint) {
        return Map.of(
                "AZURE_MONITOR_LOGS_ENDPOINT", endpoint,
                "AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID", azure.dcrImmutableId(),
                "IDENTITY_ENDPOINT", azure.appServiceIdentityEndpoint().toString(),
                "IDENTITY_HEADER", azure.identityHeader());
    }

    /** The first block of that language. */
    private String block(String language) {
        return between(page, "```" + language + "\n", "\n```");
    }

    private static String between(String text, String start, String end) {
        List<String> parts = List.of(text.split(Pattern.quote(start), 2));
        assertThat(parts).as(start).hasSize(2);
        return parts.get(1).split(Pattern.quote(end), 2)[0];
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
