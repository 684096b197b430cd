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
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The appender of this project, set up by its setters as Logback does it. */
final class Ours implements LogbackContestant {
    private final AzureMonitorAppender appender = new AzureMonitorAppender();
    private final @Nullable TemporaryDirectory directory;

    /** @param durability "memory", like the others, or another one, with a directory that is deleted at the end */
    Ours(LoggerContext context, URI endpoint, String durability) {
        try {
            // Only where it is needed: the random number in its name takes a start a tenth of what the appender does.
            directory = durability.equals("memory") ? null : new TemporaryDirectory();
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
        if (directory != null) {
            appender.setSpoolDirectory(directory.path().toString());
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
        if (directory == null) {
            return;
        }
        try {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sink says what is missing; the ledger, whether we know. */
    private void stop() {
        appender.stop();
        PipelineStats stats = appender.stats();
        System.err.println("ledger: " + stats);
        if (stats == null || !stats.balances()) {
            throw new IllegalStateException("the ledger does not balance: " + stats);
        }
    }

    private static String statuses(LoggerContext context) {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .map(Status::toString)
                .reduce("", (all, next) -> all + next + "; ");
    }
}
