package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The jar as applications get it. */
class ShadedJarIT {
    private static final Path JAR = Path.of(System.getProperty("packaged.jar"));
    private static final Path BUILD = Path.of(System.getProperty("build.directory"));

    @Test
    void theJarBringsTheDisruptorUnderAnotherNameOnly() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();
            assertThat(names).anyMatch(name -> name.endsWith("common/shaded/disruptor/RingBuffer.class"));
            assertThat(names).noneMatch(name -> name.startsWith("com/lmax"));
            assertThat(names).noneMatch(name -> name.endsWith("module-info.class"));
            assertThat(names).contains("META-INF/NOTICE");
        }
    }

    @Test
    void itShipsBesideAnApplicationsDisruptorThree() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("disruptor") && !Path.of(entry).equals(BUILD.resolve("classes")))
                .collect(Collectors.joining(File.pathSeparator));
        Path old = BUILD.resolve("old-disruptor/disruptor-3.4.4.jar");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        String.join(File.pathSeparator, JAR.toString(), old.toString(), classPath),
                        BesideDisruptorThree.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(BUILD.resolve("beside-disruptor-3.txt").toFile())
                .start();
        assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String output = Files.readString(BUILD.resolve("beside-disruptor-3.txt"), StandardCharsets.UTF_8);
        assertThat(output).contains("rows 1000").contains("old disruptor true");
        assertThat(child.exitValue()).isZero();
    }
}
