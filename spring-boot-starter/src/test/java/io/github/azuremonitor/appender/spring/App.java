package io.github.azuremonitor.appender.spring;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Applications within the running test, whose logging system is Logback. */
final class App {
    static final String STREAM = "Custom-JavaLogs_CL";

    private App() {}

    /** Starts one with the three properties that it takes, and these arguments. */
    static ConfigurableApplicationContext run(LogsEmulator azure, Class<?> beans, String... arguments) {
        return application(beans).run(arguments(azure, arguments));
    }

    static SpringApplication application(Class<?>... beans) {
        var application = new SpringApplication(beans);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application;
    }

    static String[] arguments(LogsEmulator azure, String... arguments) {
        var all = new ArrayList<>(List.of(
                "--azure.monitor.logs.endpoint=" + azure.httpEndpoint(),
                "--azure.monitor.logs.dcr-immutable-id=" + azure.dcrImmutableId(),
                "--azure.monitor.logs.stream-name=" + STREAM,
                "--azure.monitor.logs.linger=10ms",
                "--azure.monitor.logs.shutdown-timeout=1s",
                "--spring.main.banner-mode=off"));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    static List<String> messages(LogsEmulator azure) {
        return azure.rows(STREAM).stream().map(row -> row.text("Message")).toList();
    }

    /** A credential that gives the emulator's own tokens, and counts. */
    static final class Identity implements TokenCredential {
        final List<String> threads = new java.util.concurrent.CopyOnWriteArrayList<>();
        private final LogsEmulator azure;

        Identity(LogsEmulator azure) {
            this.azure = azure;
        }

        @Override
        public Mono<AccessToken> getToken(com.azure.core.credential.TokenRequestContext request) {
            return Mono.fromSupplier(() -> {
                threads.add(Thread.currentThread().getName());
                return new AccessToken(
                        azure.token(), OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
            });
        }
    }

    /** An application without a bean of its own. What else Boot configures is left out, for there are many of these. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AzureMonitorLogsAutoConfiguration.class)
    static class Plain {}

    /** One with a credential of its own. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AzureMonitorLogsAutoConfiguration.class)
    static class WithIdentity {
        static volatile Identity identity;

        @Bean
        TokenCredential identity() {
            return identity;
        }
    }
}
