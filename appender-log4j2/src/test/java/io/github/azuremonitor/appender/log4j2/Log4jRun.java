package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Reconfigurable;
import org.awaitility.Awaitility;

/** A logger context of its own with a configuration file of its own, before an emulator. */
final class Log4jRun implements AutoCloseable {
    /** Long enough for a machine that has much else to do; who waits as long has found a fault. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    static final String STREAM = "Custom-JavaLogs_CL";

    final LogsEmulator azure;
    final Statuses statuses = Statuses.listen();
    private final Path file;
    private LoggerContext context;

    private Log4jRun(Path file, DcrDefinition rule) {
        this.file = file;
        this.azure =
                LogsEmulator.builder().requireToken(false).dcr(rule).build().start();
    }

    /** Nothing runs yet; {@code file} is where the configuration will be, and its ending says in which format. */
    static Log4jRun in(Path directory, String file) {
        return new Log4jRun(directory.resolve(file), DcrDefinition.standard());
    }

    /** As above, and Azure's rule has these streams too, with the columns of the standard one. */
    static Log4jRun routed(Path file, String... streams) {
        DcrDefinition standard = DcrDefinition.standard();
        var all = new LinkedHashMap<>(standard.streams());
        Arrays.stream(streams)
                .forEach(stream -> all.put(stream, standard.streams().get(STREAM)));
        return new Log4jRun(file, new DcrDefinition(standard.immutableId(), standard.armId(), all));
    }

    /** Everything goes straight to an appender with these further attributes. */
    static Log4jRun plain(Path directory, String attributes) throws IOException {
        Log4jRun run = in(directory, "log4j2.xml");
        run.start(run.xml(run.appender(attributes), "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>"));
        return run;
    }

    /** An element {@code <AzureMonitor>} for the emulator. */
    String appender(String attributes) {
        return ("<AzureMonitor name='AZURE' endpoint='%s' dcrImmutableId='%s' streamName='%s' credential='none'"
                        + " durability='memory' maxBlock='10s' %s/>")
                .formatted(azure.httpEndpoint(), azure.dcrImmutableId(), STREAM, attributes);
    }

    String xml(String appenders, String loggers) {
        return "<Configuration status='OFF'>%s<Appenders>%s</Appenders><Loggers>%s</Loggers></Configuration>"
                .formatted(
                        "<CustomLevels><CustomLevel name='NOTICE' intLevel='350'/></CustomLevels>", appenders, loggers);
    }

    void start(String configuration) throws IOException {
        start(configuration, false);
    }

    /** As with {@code log4j2.contextSelector=…AsyncLoggerContextSelector}: every logger is asynchronous. */
    void startAsynchronous(String configuration) throws IOException {
        start(configuration, true);
    }

    private void start(String configuration, boolean asynchronous) throws IOException {
        Files.writeString(file, configuration);
        URI place = file.toUri();
        context = asynchronous ? new AsyncLoggerContext("test", null, place) : new LoggerContext("test", null, place);
        context.start();
    }

    /** The context that {@code LogManager} gives to the classes of this test, and no other before its end. */
    void startForTheCaller(String configuration) throws IOException {
        Files.writeString(file, configuration);
        ClassLoader loader = Log4jRun.class.getClassLoader();
        LogManager.shutdown(LogManager.getContext(loader, false));
        context = Configurator.initialize("test", loader, file.toUri());
    }

    /** Several files that are merged into one configuration, named as an application names them. */
    void startMerged(String... configurations) throws IOException {
        var files = new ArrayList<String>();
        for (String configuration : configurations) {
            Path merged = file.resolveSibling(files.size() + "-" + file.getFileName());
            files.add(Files.writeString(merged, configuration).toString());
        }
        System.setProperty(ConfigurationFactory.CONFIGURATION_FILE_PROPERTY, String.join(",", files));
        try {
            context = new LoggerContext("test");
            context.start();
        } finally {
            System.clearProperty(ConfigurationFactory.CONFIGURATION_FILE_PROPERTY);
        }
    }

    void reconfigure(String configuration) throws IOException {
        Files.writeString(file, configuration);
        context.reconfigure();
    }

    /** Where the configuration is. */
    Path file() {
        return file;
    }

    /** The same configuration in another file. */
    URI secondFile() throws IOException {
        return Files.copy(file, file.resolveSibling("second.xml"), StandardCopyOption.REPLACE_EXISTING)
                .toUri();
    }

    /** The configuration as it stands in the file, not yet started. */
    Configuration sameAgain() {
        return ConfigurationFactory.getInstance().getConfiguration(context, "again", file.toUri());
    }

    /** The running configuration, as the watch of a file knows it. */
    Reconfigurable reconfigurable() {
        return (Reconfigurable) context.getConfiguration();
    }

    LoggerContext context() {
        return context;
    }

    org.apache.logging.log4j.core.Logger logger(String name) {
        return context.getLogger(name);
    }

    AzureMonitorAppender appender() {
        return context.getConfiguration().getAppender("AZURE");
    }

    /** All rows, once everything logged so far has been accepted. */
    List<Row> rows() {
        assertThat(appender().flush(PATIENCE))
                .as("flushed; %s", appender().stats())
                .isTrue();
        return azure.rows(STREAM);
    }

    /** All rows, as soon as there are this many of them. */
    List<Row> rows(int count) throws InterruptedException {
        return azure.awaitRows(STREAM, count, PATIENCE);
    }

    List<String> messages() {
        return rows().stream().map(row -> row.text("Message")).toList();
    }

    /** What has arrived at another stream. */
    List<String> messages(String stream) {
        return azure.rows(stream).stream().map(row -> row.text("Message")).toList();
    }

    /** Waits until nothing moves, then holds the ledger to its promise. */
    static void assertBalanced(AzureMonitorAppender appender) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(appender.stats()).matches(PipelineStats::balances, "balances"));
    }

    /** Stops the context, and checks that every event is accounted for. */
    @Override
    public void close() {
        AzureMonitorAppender last = context == null ? null : appender();
        try {
            if (context != null) {
                context.stop();
            }
            if (last != null && last.stats() != null) {
                assertBalanced(last);
            }
            assertThat(statuses.all(Level.FATAL)).isEmpty();
        } finally {
            statuses.stopListening();
            azure.close();
        }
    }
}
