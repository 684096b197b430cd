package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.status.Status;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.logback.AzureMonitorAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The appender of this project, set up by its setters as Logback does it. */
final class Ours implements Contestant {
    private final AzureMonitorAppender appender = new AzureMonitorAppender();
    private final Path directory;

    /** @param durability "memory", as the others have it, or another one, with a directory that is gone at the end */
    Ours(LoggerContext context, URI endpoint, String durability) {
        try {
            directory = Files.createTempDirectory("benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        appender.setContext(context);
        appender.setName("AZURE");
        appender.setEndpoint(endpoint.toString());
        appender.setDcrImmutableId(Sink.RULE);
        appender.setStreamName(Sink.STREAM);
        appender.setCredential("none");
        appender.setDurability(durability);
        if (!durability.equals("memory")) {
            appender.setSpoolDirectory(directory.toString());
        }
        appender.setAppName("benchmark");
        appender.setWhenFull("block");
        // So that a burst loses nothing and the rate at which it is drained is a real one.
        appender.setMaxBlock("10s");
        appender.start();
        if (!appender.isStarted()) {
            throw new IllegalStateException("not started: " + statuses(context));
        }
    }

    @Override
    public Appender<ILoggingEvent> appender() {
        return appender;
    }

    @Override
    public boolean drain(long logged, Duration limit) {
        return appender.flush(limit);
    }

    @Override
    public OptionalLong consumed() {
        return OptionalLong.empty();
    }

    @Override
    public void serveWithDefaults() {
        stop();
        appender.setMaxBlock("100ms");
        appender.start();
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        appender.stop();
        PipelineStats stats = appender.stats();
        System.err.println("ledger: " + stats);
        if (stats == null || !stats.balances() || stats.totalDropped() > 0 || stats.held() > 0) {
            throw new IllegalStateException("events are missing: " + stats);
        }
    }

    private static String statuses(LoggerContext context) {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .map(Status::toString)
                .reduce("", (all, next) -> all + next + "; ");
    }
}
