package io.github.azuremonitor.appender.emulator.kql;

/** A scalar function: checks its arguments, and says what it gives. */
@FunctionalInterface
interface Function {
    Typed bind(Arguments arguments);
}
