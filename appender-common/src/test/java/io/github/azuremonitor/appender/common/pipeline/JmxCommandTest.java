package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command of docs/metrics.md, run as it stands there, with this JVM as the application. */
@Timeout(180)
class JmxCommandTest {
    private static final String DCR = "dcr-00000000000000000000000000000c0d";

    @TempDir
    private Path directory;

    @Test
    void theCommandOfThePageReadsWhatIsInForce() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "metrics.md"));
        Path source = directory.resolve("ReadPipelines.java");
        Files.writeString(source, page.split("```java\n", 2)[1].split("\n```", 2)[0]);
        PipelineHandle handle = Objects.requireNonNull(StartResult.of(
                        Settings.map("dcrImmutableId", DCR, "threshold", "WARN"), new RecordingReporter(), () -> false)
                .handle());
        try {
            // Shown by a thread of its own, some moments after the start.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(run(source))
                            .contains(
                                    "DcrImmutableId: " + DCR,
                                    "State: shipping",
                                    "in force: events from WARN on go to "));
        } finally {
            handle.close(Duration.ofSeconds(1));
        }
    }

    private String run(Path source) throws Exception {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        source.toString(),
                        String.valueOf(ProcessHandle.current().pid()))
                .redirectErrorStream(true)
                .start();
        String output = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        return output;
    }
}
