package io.github.azuremonitor.appender.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a native image is told of, against what the classes do: whoever adds reflection or a resource adds it there. */
class ReachabilityTest {
    private static final String BASE = "io.github.azuremonitor.appender.common.";
    private static final Path METADATA = Path.of(
            "src/main/resources/META-INF/native-image/io.github.azure-monitor-appender/azure-monitor-appender-common");
    private static final Path RESOURCES = Path.of("src/main/resources");

    @Test
    void everyClassThatLooksOthersUpByNameIsKnown() throws Exception {
        assertThat(filesWith(Pattern.compile("Class\\.forName\\(|loadClass\\(|ServiceLoader\\.load\\(")))
                .as("SelfWriting needs Jackson's own metadata; EarlyClasses does without; the other two stand in"
                        + " reflect-config.json")
                .containsExactly("EarlyClasses.java", "SelfWriting.java", "SpanIds.java", "SpringHook.java");
    }

    @Test
    void everyClassThatLooksMembersUpByNameIsKnown() throws Exception {
        assertThat(filesWith(Pattern.compile(
                        "\\.get(Declared)?(Method|Methods|Field|Constructor)\\(|\\.find(Virtual|Static)\\("
                                + "|newProxyInstance\\(|getRecordComponents\\(")))
                .as(
                        "HttpClients and NamedValues stand in reflect-config.json; Records reads records of the application,"
                                + " SelfWriting needs Jackson's own metadata, and PojoNodes does without")
                .containsExactly(
                        "HttpClients.java", "NamedValues.java", "PojoNodes.java", "Records.java", "SelfWriting.java");
    }

    @Test
    void everyCarrierOfNamedValuesIsToldOf() throws Exception {
        String source = Files.readString(
                Path.of("src/main/java/io/github/azuremonitor/appender/common/event/NamedValues.java"));
        List<String> carriers = Pattern.compile("\"((?:[a-z0-9]+\\.)+[A-Z]\\w+)\"")
                .matcher(source)
                .results()
                .map(name -> name.group(1))
                .toList();
        assertThat(carriers).contains("net.logstash.logback.marker.ObjectAppendingMarker");
        assertThat(told()).containsAll(carriers);
    }

    @Test
    void whatIsNamedIsThereAndTheManagedBeanIsWhole() throws Exception {
        Set<String> names = told();
        assertThat(names)
                .contains(
                        BASE + "report.PipelineMXBean",
                        BASE + "pipeline.PipelineView",
                        "io.opentelemetry.api.trace.Span",
                        "org.springframework.boot.SpringApplication");
        for (String name : names) {
            if (name.startsWith(BASE)) {
                assertThat(Class.forName(name)).isNotNull();
            }
        }
    }

    @Test
    void everyResourceIsTaken() throws Exception {
        var patterns = new ArrayList<Pattern>();
        new ObjectMapper()
                .readTree(METADATA.resolve("resource-config.json").toFile())
                .path("resources")
                .path("includes")
                .forEach(include ->
                        patterns.add(Pattern.compile(include.path("pattern").asText())));
        List<String> files;
        try (Stream<Path> walk = Files.walk(RESOURCES)) {
            files = walk.filter(Files::isRegularFile)
                    .map(file -> RESOURCES.relativize(file).toString().replace(File.separatorChar, '/'))
                    .filter(file -> !file.startsWith("META-INF/native-image"))
                    .toList();
        }
        assertThat(files)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(patterns)
                        .as(file)
                        .anyMatch(pattern -> pattern.matcher(file).matches()));
    }

    private static Set<String> told() throws IOException {
        var names = new TreeSet<String>();
        for (JsonNode entry : new ObjectMapper()
                .readTree(METADATA.resolve("reflect-config.json").toFile())) {
            names.add(entry.path("name").asText());
        }
        return names;
    }

    private static Set<String> filesWith(Pattern call) throws IOException {
        var files = new TreeSet<String>();
        try (Stream<Path> walk = Files.walk(Path.of("src/main/java"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                if (call.matcher(Files.readString(file)).find()) {
                    files.add(file.getFileName().toString());
                }
            }
        }
        return files;
    }
}
