package io.github.azuremonitor.appender.emulator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs an emulator during tests, registered by {@code @RegisterExtension}: in a static field one for the class, cleared
 * before each test; in an instance field one for each test. Also a parameter of type {@link LogsEmulator}. Tests of one
 * emulator must not run in parallel.
 */
public final class LogsEmulatorExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private final LogsEmulatorBuilder builder;
    private @Nullable LogsEmulator emulator;
    private int classes; // nested test classes begin and end within their outer one

    private LogsEmulatorExtension(LogsEmulatorBuilder builder) {
        this.builder = builder;
    }

    /** With these settings. */
    public static LogsEmulatorExtension of(LogsEmulatorBuilder builder) {
        return new LogsEmulatorExtension(builder);
    }

    /** With the default settings: HTTP, strict, the standard rule, tokens needed. */
    public static LogsEmulatorExtension standard() {
        return of(LogsEmulator.builder());
    }

    /** The emulator of the running test. Throws {@link IllegalStateException} outside of tests. */
    public LogsEmulator emulator() {
        if (emulator == null) {
            throw new IllegalStateException("the emulator runs during tests only");
        }
        return emulator;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (classes++ == 0) {
            emulator = builder.start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (emulator == null) {
            emulator = builder.start();
        } else {
            emulator.clear();
            emulator.start(); // a test may have stopped it
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (classes > 0) {
            emulator().faults().clear(); // nothing hangs while the test's fixture is closed
            emulator().tokenFaults().clear();
        } else {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            close();
        }
    }

    private void close() {
        if (emulator != null) {
            emulator.close();
            emulator = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LogsEmulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return emulator();
    }
}
