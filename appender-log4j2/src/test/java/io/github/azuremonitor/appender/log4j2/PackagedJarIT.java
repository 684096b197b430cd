package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Runs once the jar is packaged. */
class PackagedJarIT {
    @Test
    void theListOfPluginsIsInTheJar() throws Exception {
        try (JarFile jar = new JarFile(System.getProperty("packaged.jar"))) {
            assertThat(jar.getEntry(PluginsFileTest.FILE)).isNotNull();
            try (InputStream file = jar.getInputStream(jar.getEntry(PluginsFileTest.FILE))) {
                PluginsFileTest.assertNamesTheAppender(file);
            }
        }
    }
}
