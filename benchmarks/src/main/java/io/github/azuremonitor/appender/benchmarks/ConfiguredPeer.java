package io.github.azuremonitor.appender.benchmarks;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** A contestant whose logging framework has set it up by a configuration file, as applications do. */
final class ConfiguredPeer implements Contestant {
    private final ILoggerFactory framework = LoggerFactory.getILoggerFactory();

    /** What has to be stopped beside the framework. */
    private final @Nullable AutoCloseable sdk;

    ConfiguredPeer() {
        sdk = System.getProperty(Contestants.OPEN_TELEMETRY) == null ? null : install();
    }

    /** The one line of code that OpenTelemetry's appender needs; it is not in the class path of this class. */
    private static AutoCloseable install() {
        try {
            Class<?> type = Class.forName("io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk");
            Object sdk = type.getMethod("initialize").invoke(null);
            Object openTelemetry = type.getMethod("getOpenTelemetrySdk").invoke(sdk);
            Class.forName("io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender")
                    .getMethod("install", Class.forName("io.opentelemetry.api.OpenTelemetry"))
                    .invoke(null, openTelemetry);
            return (AutoCloseable) openTelemetry;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("OpenTelemetry is not as expected", e);
        }
    }

    /** Returns at once if it sends and cannot be told to send at once: the sink knows better. */
    @Override
    public boolean drain(long logged, Duration limit) throws InterruptedException {
        if (System.getProperty(Contestants.LOG4J2_FLUSHES) != null) {
            return (boolean) ofAppender("flush", new Class<?>[] {Duration.class}, limit);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        while (consumed().orElse(logged) < logged && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        return consumed().orElse(logged) >= logged;
    }

    @Override
    public OptionalLong consumed() {
        if (System.getProperty(Contestants.LOG4J2_COUNTS) == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((long) ofAppender("getCount", new Class<?>[0]));
    }

    /** Calls Log4j2's appender, which is not in the class path of this class. */
    private static Object ofAppender(String method, Class<?>[] parameters, Object... arguments) {
        try {
            Class<?> manager = Class.forName("org.apache.logging.log4j.LogManager");
            Object context = manager.getMethod("getContext", boolean.class).invoke(null, false);
            Object configuration =
                    context.getClass().getMethod("getConfiguration").invoke(context);
            Object appender = configuration
                    .getClass()
                    .getMethod("getAppender", String.class)
                    .invoke(configuration, "PEER");
            return appender.getClass().getMethod(method, parameters).invoke(appender, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Log4j2 is not as expected", e);
        }
    }

    /** Stops the framework with its appender as an application does at its end. */
    @Override
    public void close() {
        try {
            if (framework.getClass().getName().startsWith("ch.qos.logback.")) {
                framework.getClass().getMethod("stop").invoke(framework);
            } else {
                Class.forName("org.apache.logging.log4j.LogManager")
                        .getMethod("shutdown")
                        .invoke(null);
            }
            if (sdk != null) {
                sdk.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the framework could not be stopped", e);
        }
    }
}
