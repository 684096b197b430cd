package io.github.azuremonitor.appender.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The one file that people copy into a container: nothing is missing in it. */
class PackagedJarIT {
    private static final String JAR = System.getProperty("packaged.jar", "").replaceAll("\\.jar$", "-all.jar");

    @Test
    void theFileChecksWithATokenOfAzureIdentity() throws IOException, InterruptedException {
        try (var azure = LogsEmulator.builder().start()) {
            var process = new ProcessBuilder(
                            List.of(ProcessHandle.current().info().command().orElse("java"), "-jar", JAR, "check"))
                    .redirectErrorStream(true);
            process.environment()
                    .putAll(Map.of(
                            "IDENTITY_ENDPOINT",
                                    azure.appServiceIdentityEndpoint().toString(),
                            "IDENTITY_HEADER", azure.identityHeader(),
                            "AZURE_MONITOR_LOGS_ENDPOINT", azure.httpEndpoint().toString(),
                            "AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID", azure.dcrImmutableId(),
                            "AZURE_MONITOR_LOGS_STREAM_NAME", Configs.STREAM,
                            "AZURE_MONITOR_LOGS_CREDENTIAL", "managed-identity"));
            assertThat(Path.of(JAR)).exists();
            Process started = process.start();
            try {
                String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(started.waitFor(3, TimeUnit.MINUTES)).isTrue();
                assertThat(said).contains("ok   row: ").doesNotContain("SLF4J");
                assertThat(started.exitValue()).as(said).isZero();
            } finally {
                started.destroyForcibly();
            }
        }
    }
}
