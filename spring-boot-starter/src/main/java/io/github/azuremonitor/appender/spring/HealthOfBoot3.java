package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health contributor for Spring Boot 3. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
class HealthOfBoot3 {
    /** Never DOWN unless configured: a missing role must not take a whole fleet out of its load balancer. */
    @Bean
    @ConditionalOnEnabledHealthIndicator("azuremonitorlogs")
    @ConditionalOnMissingBean(name = "azureMonitorLogsHealthIndicator")
    HealthIndicator azureMonitorLogsHealthIndicator(AzureMonitorLogsProperties properties) {
        return () -> {
            var condition = LogHealth.of(AzureMonitorLogs.readings(), SharedAppender.HERE.off());
            boolean down = condition.refused() && properties.health().isDownOnRefused();
            return (down ? Health.down() : Health.up())
                    .withDetails(condition.details())
                    .build();
        };
    }
}
