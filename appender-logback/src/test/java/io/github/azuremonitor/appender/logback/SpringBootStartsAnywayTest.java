package io.github.azuremonitor.appender.logback;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Spring Boot application, which refuses to start on any error of its logging. */
@Tag("newest-logback-only")
class SpringBootStartsAnywayTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    @TempDir
    private Path directory;

    /** In the short form nobody closes it. */
    static Stream<String> arguments() {
        return Boolean.getBoolean("thorough") ? Stream.of("--leave-open=false", "--nothing") : Stream.of("--nothing");
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void itsLastWordsArriveWhoeverClosesTheContext(String argument, LogsEmulator azure) throws Exception {
        try (var boot = start(
                Application.appender(
                        "AZURE", azure, "credential=managed-identity", "linger=60s", "shutdownTimeout=60s"),
                azure,
                argument)) {
            assertThat(boot.ended()).as(boot.text()).isZero();

            assertThat(Application.messages(azure))
                    .as(boot.text())
                    .contains("up", "last words")
                    .anySatisfy(line -> assertThat(line).startsWith("Started BootProgram in"))
                    .doesNotHaveDuplicates();
            assertThat(boot.text()).doesNotContain("WARN in").doesNotContain("ERROR in");
        }
    }

    @Test
    void withFaultySettingsItRunsWithoutTheAppender(LogsEmulator azure) throws Exception {
        try (var boot = start(
                Application.appender(
                        "AZURE", azure, "endpoint=nowhere", "linger=5", "proxy=http://joe:hunter2@proxy:99999"),
                azure)) {
            assertThat(boot.ended()).as(boot.text()).isZero();

            assertThat(boot.text())
                    .contains("started", "last words", "settings are wrong", "endpoint = \"nowhere\"", "linger = \"5\"")
                    .doesNotContain("hunter2");
            assertThat(azure.requests()).isEmpty();
        }
    }

    @Test
    void whatLogbackPassesOverStopsTheShippingAndNotTheApplication(LogsEmulator azure) throws Exception {
        String slip =
                Application.appender("AZURE", azure).replace("</appender>", "<threshold level='WARN'/></appender>");
        try (var boot = start(slip, azure)) {
            assertThat(boot.ended()).as(boot.text()).isZero();
            assertThat(boot.text())
                    .contains("started", "element <threshold>: Logback does not read the attribute level");
            assertThat(azure.requests()).isEmpty();
        }
    }

    @Test
    void strictKeepsItFromStarting(LogsEmulator azure) throws Exception {
        try (var boot = start(Application.appender("AZURE", azure, "endpoint=nowhere", "strict=true"), azure)) {
            assertThat(boot.ended()).as(boot.text()).isNotZero();
            assertThat(boot.text()).contains("endpoint = \"nowhere\"").doesNotContain("started");
        }
    }

    @Test
    void withoutAzureItRunsInSilence(LogsEmulator azure) throws Exception {
        try (var boot = start(Application.appender("AZURE", azure, "endpoint=${AZURE_ENDPOINT_OF_NOBODY}"), azure)) {
            assertThat(boot.ended()).as(boot.text()).isZero();
            assertThat(boot.text())
                    .contains("started")
                    .doesNotContain("WARN in")
                    .doesNotContain("ERROR in");
        }
    }

    private ChildJvm start(String appender, LogsEmulator azure, String... arguments) throws Exception {
        Path logback = Files.writeString(directory.resolve("logback-spring.xml"), """
                <configuration>
                <include resource='org/springframework/boot/logging/logback/defaults.xml'/>
                <include resource='org/springframework/boot/logging/logback/console-appender.xml'/>
                %s
                <root level='INFO'><appender-ref ref='CONSOLE'/><appender-ref ref='AZURE'/></root>
                </configuration>
                """.formatted(appender));
        var environment = Map.of(
                "IDENTITY_ENDPOINT", azure.appServiceIdentityEndpoint().toString(),
                "IDENTITY_HEADER", azure.identityHeader());
        return ChildJvm.start(
                BootProgram.class,
                null,
                environment,
                List.of("-Dlogging.config=" + logback, "-Dspring.main.banner-mode=off"),
                arguments);
    }
}
