package io.github.azuremonitor.appender.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What this starter looks up by name, for a native image: the two frameworks, of which it takes the one that is there. What
 * the appenders need is told in their own jars, and what the properties need by Spring Boot.
 */
final class NativeImageHints implements RuntimeHintsRegistrar {
    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.reflection()
                .registerTypeIfPresent(classLoader, LogFramework.LOGBACK, type -> {})
                .registerTypeIfPresent(classLoader, LogFramework.LOG4J2, type -> {});
    }
}
