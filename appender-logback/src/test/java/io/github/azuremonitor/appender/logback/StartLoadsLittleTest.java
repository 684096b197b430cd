package io.github.azuremonitor.appender.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the thread that configures logging waits for: an application pays for it at each of its starts. */
class StartLoadsLittleTest {
    private static final List<String> NOT_FOR_THE_FIRST_EVENT = List.of(
            "java.net.http.", "javax.net.ssl.", "javax.management.", "com.fasterxml.", "com.azure.", "com.microsoft.");

    @Test
    void theThreadThatConfiguresLoadsWhatTheFirstEventNeedsAndNoMore() throws Exception {
        try (var loader = new Recording(classPath())) {
            Class<?> type = loader.loadClass(AzureMonitorAppender.class.getName());
            Object appender = type.getConstructor().newInstance();
            type.getMethod("setContext", loader.loadClass(Context.class.getName()))
                    .invoke(
                            appender,
                            loader.loadClass(LoggerContext.class.getName())
                                    .getConstructor()
                                    .newInstance());
            for (Map.Entry<String, String> setting : Map.of(
                            "Endpoint", "http://127.0.0.1:1",
                            "DcrImmutableId", "dcr-00000000000000000000000000000001",
                            "StreamName", "Custom-JavaLogs_CL",
                            "Credential", "none",
                            "Durability", "memory",
                            "ShutdownTimeout", "1s")
                    .entrySet()) {
                type.getMethod("set" + setting.getKey(), String.class).invoke(appender, setting.getValue());
            }

            type.getMethod("start").invoke(appender);
            List<String> loaded = List.copyOf(loader.asked);
            Object started = type.getMethod("isStarted").invoke(appender);
            type.getMethod("stop").invoke(appender);

            assertThat(started).isEqualTo(true);
            assertThat(loaded)
                    .as("the recording has the start")
                    .contains("io.github.azuremonitor.appender.common.settings.SettingsReader");
            assertThat(loaded)
                    .as("classes that the configuring thread asked for, of libraries that threads of ours use later")
                    .noneMatch(name -> NOT_FOR_THE_FIRST_EVENT.stream().anyMatch(name::startsWith));
        }
    }

    private static URL[] classPath() throws Exception {
        var urls = new ArrayList<URL>();
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** Records what the thread that made it asks for: each class name that its code meets for the first time. */
    private static final class Recording extends URLClassLoader {
        private final Thread configuring = Thread.currentThread();
        private final List<String> asked = new CopyOnWriteArrayList<>();

        Recording(URL[] classPath) {
            super(classPath, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (Thread.currentThread() == configuring) {
                asked.add(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
