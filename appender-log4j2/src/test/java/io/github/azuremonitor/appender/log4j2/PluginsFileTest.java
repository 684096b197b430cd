package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;

/** Without this file no configuration finds the appender, and nothing else in the build would tell. */
class PluginsFileTest {
    static final String FILE = "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat";

    @Test
    void theCompilerWroteTheListOfPlugins() throws IOException {
        URL classes =
                AzureMonitorAppender.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream file = new URL(classes, FILE).openStream()) {
            assertNamesTheAppender(file);
        }
    }

    @Test
    void theTestsRunWithTheLog4jThatTheySay() {
        String expected = System.getProperty("expected.log4j.version");
        assertThat(LoggerContext.class.getProtectionDomain().getCodeSource().getLocation())
                .asString()
                .endsWith("log4j-core-" + expected + ".jar");
    }

    static void assertNamesTheAppender(InputStream file) throws IOException {
        assertThat(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1))
                .contains("azuremonitor", AzureMonitorAppender.class.getName());
    }
}
