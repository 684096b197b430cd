package io.github.azuremonitor.appender.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.status.StatusManager;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.MDC;

/**
 * An application's logging: a context of its own, set up by Joran from an XML text. At its end every event must be
 * accounted for, and no status may have been an error.
 */
final class Application implements AutoCloseable {
    static final String STREAM = "Custom-JavaLogs_CL";
    static final Duration LONG = Duration.ofMinutes(2);

    private final LoggerContext context = new LoggerContext();
    private final List<Status> statuses = new CopyOnWriteArrayList<>();

    /** Every appender there ever was, as a new configuration brings new ones of the same names. */
    private final Set<AzureMonitorAppender> appenders = new LinkedHashSet<>();

    private boolean heard;

    private Application() {
        context.setMDCAdapter(MDC.getMDCAdapter());
    }

    /** One appender named AZURE that ships to the emulator without a token; {@code settings} are {@code name=value}. */
    static Application shippingTo(LogsEmulator azure, String... settings) {
        return configured(configuration(appender("AZURE", azure, settings)));
    }

    /** As an application is: by a file, which can be looked at again. */
    static Application configuredBy(Path file) {
        var application = new Application();
        application.heard = true;
        application.configureBy(file);
        return application;
    }

    static Application configured(String xml) {
        var application = new Application();
        application.heard = true;
        application.configure(xml);
        return application;
    }

    /** As it is without anybody who listens to statuses. */
    static Application unheard(String xml) {
        var application = new Application();
        application.configure(xml);
        return application;
    }

    /** The XML of one appender. */
    static String appender(String name, LogsEmulator azure, String... settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("endpoint", azure.httpEndpoint().toString());
        all.put("dcrImmutableId", azure.dcrImmutableId());
        all.put("streamName", STREAM);
        all.put("credential", "none");
        all.put("durability", "memory");
        all.put("columns", "standard; Thread = thread; Seq:long = mdc.seq");
        all.put("linger", "20ms");
        // A stop that delivers everything may take its time on a busy machine; a test of stops that do not says so.
        all.put("shutdownTimeout", "60s");
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            all.put(parts[0], parts[1]);
        }
        return appender(name, all);
    }

    static String appender(String name, Map<String, String> settings) {
        var xml = new StringBuilder(
                "<appender name='" + name + "' class='" + AzureMonitorAppender.class.getName() + "'>\n");
        settings.forEach((setting, value) -> xml.append("  <%s>%s</%s>\n".formatted(setting, value, setting)));
        return xml.append("</appender>\n").toString();
    }

    /** The XML of a configuration with these appenders at the root logger, names in order of appearance. */
    static String configuration(String... appenders) {
        var xml = new StringBuilder("<configuration>\n");
        var references = new StringBuilder();
        for (String appender : appenders) {
            xml.append(appender);
            references
                    .append("<appender-ref ref='")
                    .append(appender.split("'", 3)[1])
                    .append("'/>");
        }
        return xml + "<root level='TRACE'>" + references + "</root>\n</configuration>\n";
    }

    /** Adds to what is configured already. */
    void configure(String xml) {
        listen();
        var joran = new JoranConfigurator();
        joran.setContext(context);
        try {
            joran.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new IllegalArgumentException(xml, e);
        }
        rememberAppenders();
    }

    private void configureBy(Path file) {
        listen();
        System.setProperty("logback.configurationFile", file.toString());
        try {
            new ContextInitializer(context).autoConfig();
        } catch (JoranException e) {
            throw new IllegalArgumentException(file.toString(), e);
        } finally {
            System.clearProperty("logback.configurationFile");
        }
        rememberAppenders();
    }

    /** A reset takes the listeners away. */
    void listen() {
        StatusManager manager = context.getStatusManager();
        if (heard && manager.getCopyOfStatusListenerList().isEmpty()) {
            manager.add((StatusListener) statuses::add);
        }
    }

    /** For a context that somebody else has configured. */
    void rememberAppenders() {
        Iterator<Appender<ILoggingEvent>> each = root().iteratorForAppenders();
        while (each.hasNext()) {
            if (each.next() instanceof AzureMonitorAppender azure) {
                appenders.add(azure);
            }
        }
    }

    LoggerContext context() {
        return context;
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    Logger root() {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    AzureMonitorAppender appender() {
        return appender("AZURE");
    }

    /** The newest one of that name, stopped or not. */
    AzureMonitorAppender appender(String name) {
        return appenders.stream()
                .filter(appender -> name.equals(appender.getName()))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    PipelineStats stats() {
        return appender().stats();
    }

    void flush() {
        assertThat(appender().flush(LONG)).as("flushed, %s", stats()).isTrue();
    }

    /** As {@link #flush()} where some events were dropped, which is what it answers; the others have arrived. */
    void flushWhatIsLeft() {
        assertThat(appender().flush(LONG)).as("all arrived, %s", stats()).isFalse();
    }

    /** Everything said since the start, oldest first. */
    List<Status> statuses() {
        return statuses.isEmpty() ? context.getStatusManager().getCopyOfStatusList() : statuses;
    }

    /** What this library said at that level. */
    List<String> said(int level) {
        return statuses().stream()
                .filter(status -> status.getOrigin() instanceof AzureMonitorAppender && status.getLevel() == level)
                .map(Status::getMessage)
                .toList();
    }

    List<String> warnings() {
        return said(Status.WARN);
    }

    static List<String> messages(LogsEmulator azure) {
        return column(azure, "Message");
    }

    static List<String> column(LogsEmulator azure, String column) {
        var texts = new ArrayList<String>();
        for (Row row : azure.rows(STREAM)) {
            texts.add(row.text(column));
        }
        return texts;
    }

    /** What comes to the standard error stream meanwhile. */
    static String standardError(Runnable code) {
        PrintStream before = System.err;
        var bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            code.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        context.stop();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(appenders.stream()
                                .map(AzureMonitorAppender::stats)
                                .filter(Objects::nonNull))
                        .allSatisfy(stats -> {
                            assertThat(stats.balances()).as("%s", stats).isTrue();
                            assertThat(stats.held()).as("%s", stats).isZero();
                        }));
        assertThat(said(Status.ERROR)).isEmpty();
    }
}
