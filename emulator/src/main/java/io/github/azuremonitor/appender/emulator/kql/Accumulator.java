package io.github.azuremonitor.appender.emulator.kql;

import org.jspecify.annotations.Nullable;

/** What an aggregate has seen of one group. */
interface Accumulator {
    void add(@Nullable Object[] row);

    /** The value of one of its columns; most have one, number 0. */
    @Nullable Object result(int column);
}
