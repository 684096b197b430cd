package io.github.azuremonitor.appender.common.encode;

import static io.github.azuremonitor.appender.common.encode.ProcessEnvironment.first;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the machine and its platform say about this process. Read on the flusher, because it may read a small file.
 *
 * @param appName name of the application or null
 * @param appInstance which of its instances, or null
 * @param host host name or null
 * @param pid process id
 * @param around where columns ask for more
 */
public record Platform(
        @Nullable String appName,
        @Nullable String appInstance,
        @Nullable String host,
        long pid,
        ProcessEnvironment around) {

    /** These facts and no others. */
    public Platform(@Nullable String appName, @Nullable String appInstance, @Nullable String host, long pid) {
        this(appName, appInstance, host, pid, ProcessEnvironment.NONE);
    }

    /** Asks system properties, environment and {@code /etc/hostname}; never the DNS, which may hang. */
    public static Platform read() {
        return from(new ProcessEnvironment(Platform::property, System::getenv, Platform::smallFile));
    }

    static Platform from(ProcessEnvironment around) {
        Function<String, @Nullable String> property = around.property();
        Function<String, @Nullable String> environment = around.environment();
        String host = first(environment.apply("HOSTNAME"), environment.apply("COMPUTERNAME"));
        if (host == null) {
            host = around.file().apply("/etc/hostname");
        }
        return new Platform(
                first(
                        property.apply("spring.application.name"),
                        environment.apply("SPRING_APPLICATION_NAME"),
                        environment.apply("OTEL_SERVICE_NAME"),
                        environment.apply("WEBSITE_SITE_NAME"),
                        environment.apply("CONTAINER_APP_NAME"),
                        environment.apply("CONTAINER_APP_JOB_NAME"),
                        Kubernetes.workload(around)),
                // A pod on its node's network has the node's host name.
                first(
                        environment.apply("WEBSITE_INSTANCE_ID"),
                        environment.apply("CONTAINER_APP_REPLICA_NAME"),
                        Kubernetes.pod(around),
                        host),
                host,
                ProcessHandle.current().pid(),
                around);
    }

    /** System.getProperty throws on an empty name. */
    private static @Nullable String property(String name) {
        return name.isEmpty() ? null : System.getProperty(name);
    }

    private static @Nullable String smallFile(String path) {
        try {
            return first(Files.readString(Path.of(path)));
        } catch (IOException | RuntimeException absent) {
            return null;
        }
    }
}
