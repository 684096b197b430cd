package io.github.azuremonitor.appender.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application whose properties come from a remote place, as those of Spring Cloud Config, Consul or Vault do: Spring
 * Cloud's bootstrap context brings them, and sets the logging system up a second time without a word to anybody.
 */
class SpringCloudTest {
    private static final String STREAM = "Custom-JavaLogs_CL";

    private static final String APPLICATION = """
            package com.example;

            import java.util.Map;
            import org.slf4j.Logger;
            import org.slf4j.LoggerFactory;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.WebApplicationType;
            import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
            import org.springframework.boot.builder.SpringApplicationBuilder;
            import org.springframework.cloud.bootstrap.config.PropertySourceLocator;
            import org.springframework.cloud.context.config.annotation.RefreshScope;
            import org.springframework.cloud.context.refresh.ContextRefresher;
            import org.springframework.context.annotation.Bean;
            import org.springframework.context.annotation.Configuration;
            import org.springframework.core.env.MapPropertySource;

            @Configuration(proxyBeanMethods = false)
            @EnableAutoConfiguration
            public class Distant {
                private static final Logger LOG = LoggerFactory.getLogger(Distant.class);
                private static volatile String name = "first";

                @Configuration(proxyBeanMethods = false)
                public static class Place {
                    @Bean
                    PropertySourceLocator place() {
                        return environment -> new MapPropertySource(
                                "place", Map.of("azure.monitor.logs.app-name", name, "logging.level.some", "DEBUG"));
                    }
                }

                /** Made anew by each refresh. */
                public static class Counter {
                    public Counter() {
                        LOG.info("made for " + name);
                    }

                    public void count() {
                        LOG.info("counted for " + name);
                    }
                }

                @Configuration(proxyBeanMethods = false)
                public static class Scoped {
                    @Bean
                    @RefreshScope
                    Counter counter() {
                        return new Counter();
                    }
                }

                @Configuration(proxyBeanMethods = false)
                @EnableAutoConfiguration
                public static class Child {}

                public static void main(String[] arguments) {
                    try (var context = new SpringApplicationBuilder(Distant.class, Scoped.class).run(arguments)) {
                        LOG.info("started");
                        context.getBean(Counter.class).count();
                        name = "second";
                        context.getBean(ContextRefresher.class).refresh();
                        LOG.info("refreshed");
                        context.getBean(Counter.class).count();
                        var child = new SpringApplicationBuilder(Child.class).parent(context)
                                .web(WebApplicationType.NONE).run(arguments);
                        LOG.info("with a child");
                        child.close();
                        LOG.info("without the child");
                        context.getBean(ContextRefresher.class).refresh();
                        context.getBean(Counter.class).count();
                        LOG.info("refreshed again");
                    }
                }
            }
            """;

    @RegisterExtension
    private static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    private final LogsEmulator azure = EMULATOR.emulator();

    @TempDir
    private Path directory;

    static Stream<ClassPath> classPaths() {
        return ClassPath.firstOf(
                ClassPath.BOOT_3_5_LOGBACK,
                ClassPath.BOOT_4_1_LOG4J2,
                ClassPath.BOOT_3_5_LOG4J2,
                ClassPath.BOOT_4_1_LOGBACK);
    }

    @ParameterizedTest
    @MethodSource("classPaths")
    void whatIsLoggedArrivesAndWhatTheRemotePlaceSaysCounts(ClassPath classPath) throws Exception {
        Path source = Files.writeString(directory.resolve("Distant.java"), APPLICATION);
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path factories = Files.createDirectories(classes.resolve("META-INF")).resolve("spring.factories");
        Files.writeString(
                factories, "org.springframework.cloud.bootstrap.BootstrapConfiguration=com.example.Distant$Place");
        String path = classPath.withSpringCloud(classes);
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", path, "-d", classes.toString(), source.toString());
        assertThat(compiled).isZero();

        File output = directory.resolve("output.txt").toFile();
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-cp",
                path,
                "com.example.Distant",
                "--spring.cloud.bootstrap.enabled=true",
                "--spring.main.web-application-type=none",
                "--azure.monitor.logs.endpoint=" + azure.httpEndpoint(),
                "--azure.monitor.logs.dcr-immutable-id=" + azure.dcrImmutableId(),
                "--azure.monitor.logs.stream-name=" + STREAM,
                "--azure.monitor.logs.spool-directory=" + directory.resolve("spool"),
                // On a busy machine the first token alone takes longer than the default leaves.
                "--azure.monitor.logs.shutdown-timeout=60s");
        builder.command()
                .addAll(
                        1,
                        List.of(System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC")
                                .split(" ", -1)));
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        builder.environment()
                .put("IDENTITY_ENDPOINT", azure.appServiceIdentityEndpoint().toString());
        builder.environment().put("IDENTITY_HEADER", azure.identityHeader());
        Process application =
                builder.redirectErrorStream(true).redirectOutput(output).start();
        try {
            assertThat(application.waitFor(Shop.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(Files.readString(output.toPath()))
                    .isTrue();
        } finally {
            application.destroyForcibly();
        }

        assertThat(azure.rows(STREAM))
                .as(Files.readString(output.toPath()))
                .extracting(row -> row.text("AppName") + ": " + row.text("Message"))
                .containsOnlyOnce(
                        "first: started",
                        "first: counted for first",
                        "second: refreshed",
                        "second: with a child",
                        "second: without the child",
                        "second: refreshed again")
                .contains("second: made for second", "second: counted for second")
                .anyMatch(row -> row.startsWith("first: Started Distant"));
    }
}
