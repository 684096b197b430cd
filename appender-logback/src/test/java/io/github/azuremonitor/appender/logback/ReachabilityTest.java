package io.github.azuremonitor.appender.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.Context;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a native image is told of, against what Joran calls. */
class ReachabilityTest {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/io.github.azure-monitor-appender"
                    + "/azure-monitor-appender-logback/reflect-config.json");

    private static final Pattern REFLECTION = Pattern.compile(
            "\\.get(Declared)?(Method|Methods|Field|Constructor)\\(|Class\\.forName\\(|newProxyInstance\\(");

    @Test
    void everyClassThatHasASetterForJoranIsToldOf() throws Exception {
        String told = Files.readString(METADATA);
        var ours = new TreeSet<String>();
        for (Method method : AzureMonitorAppender.class.getMethods()) {
            boolean configures =
                    method.getName().startsWith("set") || method.getName().startsWith("add");
            if (configures && method.getParameterCount() == 1) {
                ours.add(method.getDeclaringClass().getName());
                for (Class<?> parameter : method.getParameterTypes()) {
                    ours.add(parameter.getName());
                }
            }
        }
        ours.removeIf(name -> !name.startsWith("io.github.azuremonitor."));
        assertThat(ours)
                .contains(AzureMonitorAppender.class.getName())
                .allSatisfy(name -> assertThat(told).contains("\"name\": \"" + name + "\""));
        assertThat(told).contains("allPublicConstructors", "allPublicMethods");
    }

    @Test
    void everyClassThatLooksMembersUpOrMakesAProxyIsKnown() throws Exception {
        var users = new TreeSet<String>();
        try (Stream<Path> walk = Files.walk(Path.of("src/main/java"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                if (REFLECTION.matcher(Files.readString(file)).find()) {
                    users.add(file.getFileName().toString());
                }
            }
        }
        assertThat(users)
                .as(
                        "the first asks Spring's environment, the second makes a proxy of Logback's context: both are told of")
                .containsExactly("ConfigurationFiles.java", "Patterns.java");
        assertThat(Files.readString(METADATA))
                .contains(
                        "\"org.springframework.core.env.AbstractEnvironment\"", "\"" + Context.class.getName() + "\"");
        assertThat(Files.readString(METADATA.resolveSibling("proxy-config.json")))
                .contains("[\"" + Context.class.getName() + "\"]");
    }
}
