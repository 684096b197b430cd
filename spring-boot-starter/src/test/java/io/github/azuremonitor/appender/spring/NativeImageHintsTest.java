package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

class NativeImageHintsTest {
    @Test
    void springFindsTheHintsAndTheFrameworksAreAmongThem() {
        var hints = new RuntimeHints();
        for (RuntimeHintsRegistrar each : AotServices.factories().load(RuntimeHintsRegistrar.class)) {
            if (each instanceof NativeImageHints) {
                each.registerHints(hints, getClass().getClassLoader());
            }
        }
        assertThat(RuntimeHintsPredicates.reflection().onType(LoggerContext.class))
                .accepts(hints);
        assertThat(LogFramework.LOGBACK).isEqualTo(LoggerContext.class.getName());
        assertThat(LogFramework.LOG4J2).isEqualTo(org.apache.logging.log4j.core.LoggerContext.class.getName());
    }
}
