package io.github.azuremonitor.appender.emulator.kql;

import org.jspecify.annotations.Nullable;

/** What an expression is for a row. */
@FunctionalInterface
interface Eval {
    @Nullable Object of(@Nullable Object[] row);
}
