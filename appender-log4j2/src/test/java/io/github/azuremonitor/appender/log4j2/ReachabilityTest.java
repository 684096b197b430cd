package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Method;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.visitors.PluginVisitor;
import org.junit.jupiter.api.Test;

/** What a native image is told of, against what Log4j2 makes by reflection. */
class ReachabilityTest {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/io.github.azure-monitor-appender"
                    + "/azure-monitor-appender-log4j2/reflect-config.json");

    @Test
    void pluginsTheirBuildersAndVisitorsAreToldOfWithAllTheirMembers() throws Exception {
        var needed = new TreeSet<String>();
        for (Class<?> each : classes()) {
            if (each.isAnnotationPresent(Plugin.class) || PluginVisitor.class.isAssignableFrom(each)) {
                needed.add(each.getName());
            }
            for (Method method : each.getDeclaredMethods()) {
                if (method.isAnnotationPresent(PluginBuilderFactory.class)) {
                    needed.add(method.getReturnType().getName());
                }
            }
        }
        var told = new TreeSet<String>();
        for (JsonNode entry : new ObjectMapper().readTree(METADATA.toFile())) {
            told.add(entry.path("name").asText());
            assertThat(entry.path("allDeclaredConstructors").asBoolean()
                            && entry.path("allDeclaredMethods").asBoolean()
                            && entry.path("allDeclaredFields").asBoolean())
                    .as(entry.toString())
                    .isTrue();
        }
        assertThat(needed).hasSizeGreaterThan(3);
        assertThat(told).isEqualTo(needed);
    }

    private static List<Class<?>> classes() throws Exception {
        Path root = Path.of(AzureMonitorAppender.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path folder = root.resolve(AzureMonitorAppender.class.getPackageName().replace('.', '/'));
        var classes = new ArrayList<Class<?>>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.class")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.equals("package-info")) {
                    classes.add(Class.forName(AzureMonitorAppender.class.getPackageName() + "." + name));
                }
            }
        }
        return classes;
    }
}
