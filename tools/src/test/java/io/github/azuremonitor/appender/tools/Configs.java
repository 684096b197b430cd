package io.github.azuremonitor.appender.tools;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Configuration files as applications have them. */
public final class Configs {
    public static final String STREAM = "Custom-JavaLogs_CL";

    private Configs() {}

    /** Logback's for the emulator without tokens, with more settings as names and values. */
    public static Path logback(Path directory, LogsEmulator emulator, String... namesAndValues) {
        var settings = new TreeMap<>(Map.of(
                "endpoint",
                emulator.httpEndpoint().toString(),
                "dcrImmutableId",
                emulator.dcrImmutableId(),
                "streamName",
                STREAM,
                "credential",
                "none",
                "durability",
                "memory"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        var elements = new StringBuilder();
        settings.forEach((name, value) -> elements.append("    <" + name + ">" + value + "</" + name + ">\n"));
        String xml = """
                <configuration>
                  <appender name="AZURE" class="io.github.azuremonitor.appender.logback.AzureMonitorAppender">
                %s
                  </appender>
                  <root level="INFO"><appender-ref ref="AZURE"/></root>
                </configuration>
                """.formatted(elements);
        return write(directory.resolve("logback.xml"), xml);
    }

    public static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
