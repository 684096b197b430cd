package io.github.azuremonitor.appender.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one file that people copy into a container: nothing is missing in it. */
class PackagedJarIT {
    private static final String JAR = System.getProperty("packaged.jar", "").replaceAll("\\.jar$", "-all.jar");

    @Test
    void theFileChecksWithATokenOfAzureIdentity() throws IOException, InterruptedException {
        try (var azure = LogsEmulator.builder().start()) {
            assertThat(Path.of(JAR)).exists();

            assertThat(PodProcess.java(
                            List.of("-jar", JAR, "check"),
                            Map.of(
                                    "IDENTITY_ENDPOINT",
                                            azure.appServiceIdentityEndpoint().toString(),
                                    "IDENTITY_HEADER", azure.identityHeader(),
                                    "AZURE_MONITOR_LOGS_ENDPOINT",
                                            azure.httpEndpoint().toString(),
                                    "AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID", azure.dcrImmutableId(),
                                    "AZURE_MONITOR_LOGS_STREAM_NAME", Configs.STREAM,
                                    "AZURE_MONITOR_LOGS_CREDENTIAL", "managed-identity")))
                    .contains("ok   row: ")
                    .doesNotContain("SLF4J")
                    .endsWith("exit 0");
        }
    }
}
