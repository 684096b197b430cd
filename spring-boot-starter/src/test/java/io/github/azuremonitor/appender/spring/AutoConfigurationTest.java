package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The beans around the appender. */
class AutoConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AzureMonitorLogsAutoConfiguration.class));

    @Test
    void whereNothingIsShippedHealthIsUp() {
        runner.run(context -> {
            var health = context.getBean(HealthIndicator.class).health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("delivery", "off");
        });
    }

    @Test
    void eachPartCanBeLeftOut() {
        runner.withPropertyValues("management.health.azure-monitor-logs.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void whatIsSwitchedOffIsInHealthAllTheSame() {
        runner.withPropertyValues("azure.monitor.logs.enabled=false")
                .run(context -> assertThat(
                                context.getBean(HealthIndicator.class).health().getDetails())
                        .containsEntry("delivery", "off")
                        .containsKey("reason"));
    }

    @Test
    void whatIsSwitchedOffHasAMeterThatSaysSo() {
        runner.withPropertyValues("azure.monitor.logs.enabled=false").run(context -> {
            var registry = new SimpleMeterRegistry();
            context.getBean(MeterBinder.class).bindTo(registry);
            assertThat(registry.get("azure.monitor.logs.pipelines").gauge().value())
                    .isZero();
        });
    }

    @Test
    void withoutActuatorAndMicrometerTheApplicationStarts() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("azureMonitorLogsHealthIndicator")
                        .doesNotHaveBean("azureMonitorLogsMeters"));
    }

    @Test
    void propertiesAreABean() {
        runner.withPropertyValues("azure.monitor.logs.health.down-on-refused=true", "azure.monitor.logs.linger=1s")
                .run(context -> {
                    var properties = context.getBean(AzureMonitorLogsProperties.class);
                    assertThat(properties.health().isDownOnRefused()).isTrue();
                    assertThat(properties.linger()).isEqualTo("1s");
                });
    }

    @Test
    void aMeterBinderIsThereForTheRegistry() {
        runner.run(context -> assertThat(context).hasSingleBean(MeterBinder.class));
    }
}
