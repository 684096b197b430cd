package io.github.azuremonitor.appender.tools.cost;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.rows.Row;
import io.github.azuremonitor.appender.tools.App;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What {@code cost} says of a log that nobody made up: what an HTTP server says at DEBUG while it serves requests. */
class CostOfARealLogTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void theLoggerThatFillsTheTableIsNamedWithItsShare() throws Exception {
        List<ILoggingEvent> log = debugLogOfAServer();
        assertThat(log).hasSizeGreaterThan(500);
        String rows = shipped(log);

        Map<String, Long> bytes = new HashMap<>();
        for (String row : rows.lines().toList()) {
            bytes.merge(JSON.readTree(row).path("Logger").asText(), (long) length(row), Long::sum);
        }
        var loudest =
                bytes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        long all = bytes.values().stream().mapToLong(Long::longValue).sum();
        Command cost = Command.run("cost", Configs.write(directory.resolve("rows.ndjson"), rows));

        assertThat(cost.code()).as(cost.err()).isZero();
        assertThat(bytes).as("loggers").hasSizeGreaterThan(10);
        assertThat(cost.lines().get(cost.lines().indexOf("logger") + 1))
                .as("%s", cost)
                .contains(String.format(Locale.ROOT, " %.1f %% ", 100.0 * loudest.getValue() / all))
                .endsWith("  " + loudest.getKey());
    }

    private static List<ILoggingEvent> debugLogOfAServer() throws IOException {
        Logger server = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
        Level before = server.getLevel();
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        server.addAppender(log);
        server.setAdditive(false);
        server.setLevel(Level.DEBUG);
        try (var served = LogsEmulator.builder().requireToken(false).start()) {
            URI requests = served.httpEndpoint().resolve("/requests");
            for (int i = 0; i < 3; i++) {
                try (var answer = requests.toURL().openStream()) {
                    assertThat(answer.readAllBytes()).isNotEmpty();
                }
            }
        } finally {
            server.setLevel(before);
            server.setAdditive(true);
            server.detachAppender(log);
            log.stop();
        }
        return List.copyOf(log.list);
    }

    /** The rows, a line each, as {@code spool export} writes them. */
    private String shipped(List<ILoggingEvent> log) throws InterruptedException {
        try (var azure = LogsEmulator.builder().requireToken(false).start()) {
            try (var app = new App(Configs.logback(directory, azure, "maxBlock", "10s"))) {
                for (ILoggingEvent event : log) {
                    ((Logger) app.logger(event.getLoggerName())).callAppenders(event);
                }
            }
            var text = new StringBuilder();
            for (Row row : azure.awaitRows(Configs.STREAM, log.size(), Duration.ofMinutes(1))) {
                ObjectNode line = JSON.createObjectNode();
                row.columns().forEach((column, value) -> {
                    if (!value.isNull()) {
                        line.set(column, value);
                    }
                });
                text.append(line).append('\n');
            }
            return text.toString();
        }
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
