package io.github.azuremonitor.appender.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * The beans around the appender, which itself is none: it is there before them. They are there when it is switched off, too:
 * who looks for missing rows looks at health first.
 */
@AutoConfiguration
@EnableConfigurationProperties(AzureMonitorLogsProperties.class)
@Import({HealthOfBoot3.class, HealthOfBoot4.class, Meters.class})
public final class AzureMonitorLogsAutoConfiguration {
    /** For Spring. */
    public AzureMonitorLogsAutoConfiguration() {}
}
