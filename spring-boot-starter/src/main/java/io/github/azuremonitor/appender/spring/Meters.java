package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Binds the pipelines' meters to the application's registry; Spring Boot calls every binder that is a bean. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({MeterBinder.class, MeterRegistry.class})
class Meters {
    @Bean
    @ConditionalOnMissingBean
    PipelineMeters azureMonitorLogsMeters() {
        return new PipelineMeters(AzureMonitorLogs::readings, System::nanoTime);
    }
}
