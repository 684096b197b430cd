package io.github.azuremonitor.appender.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same tests run beside the oldest and the newest Logback: seen to by the jar that is really there. */
class LogbackIsOfTheVersionUnderTestTest {
    @Test
    @EnabledIfSystemProperty(named = "logback.under.test", matches = ".+")
    void theJarIsTheOneThatWasAskedFor() {
        String jar = LoggerContext.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();

        assertThat(jar).endsWith("logback-classic-" + System.getProperty("logback.under.test") + ".jar");
    }
}
