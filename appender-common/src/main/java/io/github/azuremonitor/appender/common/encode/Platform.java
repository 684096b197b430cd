package io.github.azuremonitor.appender.common.encode;

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
 */
public record Platform(
        @Nullable String appName,
        @Nullable String appInstance,
        @Nullable String host,
        long pid) {

    /** Asks system properties, environment and {@code /etc/hostname}; never the DNS, which may hang. */
    public static Platform read() {
        return from(System::getProperty, System::getenv, Platform::hostnameFile);
    }

    static Platform from(
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> hostFile) {
        String host = first(environment.apply("HOSTNAME"), environment.apply("COMPUTERNAME"));
        if (host == null) {
            host = hostFile.apply("/etc/hostname");
        }
        return new Platform(
                first(
                        property.apply("spring.application.name"),
                        environment.apply("SPRING_APPLICATION_NAME"),
                        environment.apply("OTEL_SERVICE_NAME"),
                        environment.apply("WEBSITE_SITE_NAME"),
                        environment.apply("CONTAINER_APP_NAME")),
                first(environment.apply("WEBSITE_INSTANCE_ID"), environment.apply("CONTAINER_APP_REPLICA_NAME"), host),
                host,
                ProcessHandle.current().pid());
    }

    private static @Nullable String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip();
            }
        }
        return null;
    }

    private static @Nullable String hostnameFile(String path) {
        try {
            return first(Files.readString(Path.of(path)));
        } catch (IOException | RuntimeException absent) {
            return null;
        }
    }
}
