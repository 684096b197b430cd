package com.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as the script starts it. */
class DemoIT {
    @TempDir
    private Path directory;

    @Test
    void everyOrderHasItsRow() throws Exception {
        Path emulator;
        try (var jars = Files.newDirectoryStream(Path.of("../../emulator/target"), "azure-monitor-appender-emulator-*-all.jar")) {
            emulator = jars.iterator().next();
        }
        Path output = directory.resolve("output.txt");
        Process demo = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        "target/classes" + File.pathSeparator + "target/lib/*",
                        Demo.class.getName(),
                        emulator.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(demo.waitFor(10, TimeUnit.MINUTES), () -> read(output));
            assertEquals(0, demo.exitValue(), () -> read(output));
            assertTrue(read(output).contains("6 of them of 6 orders"), () -> read(output));
            // The service itself warns of late orders.
            assertTrue(read(output).lines().noneMatch(line -> line.matches(".*\\bERROR\\b.*")), () -> read(output));
        } finally {
            demo.destroy();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
