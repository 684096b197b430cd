package io.github.azuremonitor.appender.common.send;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchInfo;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.SendFixture.Answers;
import io.github.azuremonitor.appender.common.send.SendFixture.Lines;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.common.time.Time;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Sends in a JVM of its own, whose environment and class path a test chooses; prints what came of it. */
final class CredentialProbe {
    private CredentialProbe() {}

    /** Arguments: kind, endpoint, rule, authority, tenant, client, file with secret or certificate, number of sends. */
    public static void main(String[] arguments) {
        var foreign = new CopyOnWriteArrayList<String>();
        var logged = new CopyOnWriteArrayList<String>();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        // The tests' own configuration silences the SDK; here it is to be heard.
        root.getLoggerContext().getLoggerList().forEach(logger -> {
            if (logger != root) {
                logger.setLevel(null);
            }
        });
        root.setLevel(Level.TRACE);
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                logged.add(event.getFormattedMessage());
                if (!OwnThreads.isCurrent()) {
                    foreign.add(event.getThreadName() + " " + event.getLoggerName() + " " + event);
                }
            }
        };
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);

        var kind = CredentialKind.valueOf(arguments[0]);
        var credential = new PipelineSettings.Credential(
                kind,
                "https://monitor.azure.com",
                URI.create(arguments[3]),
                orNull(arguments[4]),
                orNull(arguments[5]),
                kind == CredentialKind.CLIENT_SECRET ? Path.of(arguments[6]) : null,
                kind == CredentialKind.CLIENT_CERTIFICATE ? Path.of(arguments[6]) : null);
        var base = SendFixture.settings(URI.create(arguments[1]), credential, null, Duration.ofSeconds(10));
        var settings = new PipelineSettings(
                base.endpoint(),
                List.of(arguments[2]),
                credential,
                base.network(),
                base.ring(),
                base.batch(),
                base.spool(),
                4,
                base.shutdownTimeout(),
                new PipelineSettings.OwnRows(true, Duration.ZERO, null),
                true,
                false);
        try (var sender = HttpSenders.create(settings, Time.SYSTEM, new Lines(), new Ledger())) {
            for (int i = 0; i < Integer.parseInt(arguments[7]); i++) {
                var answers = new Answers();
                sender.send(
                        new Batch(
                                i,
                                UUID.randomUUID(),
                                new BatchInfo("Custom-JavaLogs_CL", 1, 2, 0, 0),
                                SendFixture.gzip("[]")),
                        answers);
                System.out.println("OUTCOME " + answers.single());
            }
        }
        System.out.println("LOGGED " + logged.size() + (String.join(" ", logged).contains("eyJ") ? " A TOKEN" : ""));
        System.out.println("FOREIGN " + foreign);
        System.out.println("THREADS " + threads());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("azure-monitor-"))
                .sorted()
                .toList();
    }

    private static String orNull(String argument) {
        return argument.equals("-") ? null : argument;
    }
}
