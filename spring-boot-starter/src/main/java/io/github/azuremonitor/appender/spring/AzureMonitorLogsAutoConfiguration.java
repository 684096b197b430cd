package io.github.azuremonitor.appender.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * The beans around the appender, which is not a bean because it exists before any. They exist even when it is switched
 * off: people who miss rows look at health first.
 */
@AutoConfiguration
@EnableConfigurationProperties(AzureMonitorLogsProperties.class)
@Import({HealthOfBoot3.class, HealthOfBoot4.class, Meters.class})
public final class AzureMonitorLogsAutoConfiguration {
    /** For Spring. */
    public AzureMonitorLogsAutoConfiguration() {}
}
