package io.github.azuremonitor.appender.examples.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.testcontainers.LogsIngestionEmulatorContainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The images of these tests. On Linux nothing is pulled: the JDK that runs the tests becomes their Java image. */
final class Images {
    private static final Path HERE = Path.of("").toAbsolutePath();

    private Images() {}

    /** The name of an image with a Java and nothing else. */
    static String java() throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return LogsIngestionEmulatorContainer.DEFAULT_JAVA;
        }
        String name = "azure-monitor-appender/java:17";
        ProcessBuilder script = new ProcessBuilder(
                HERE.resolve("image/java-image").toString(),
                name,
                HERE.resolve("target/java-image").toString());
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = script.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return name;
    }

    /** The service's image, by the Dockerfile that users get. */
    static ImageFromDockerfile orders(String java) {
        return new ImageFromDockerfile()
                .withFileFromPath("Dockerfile", HERE.resolve("Dockerfile"))
                .withFileFromPath("target/lib", HERE.resolve("target/lib"))
                .withFileFromPath("target/service.jar", HERE.resolve("target/service.jar"))
                .withFileFromPath("image/data", HERE.resolve("image/data"))
                .withBuildArg("JAVA", java);
    }
}
