package io.github.azuremonitor.appender.emulator.kql;

import org.jspecify.annotations.Nullable;

/** Computes an expression for a row. */
@FunctionalInterface
interface Eval {
    @Nullable Object of(@Nullable Object[] row);
}
