package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query as it is written: names, and the pipe that is the answer. */
record Statement(List<Let> lets, Pipe answer) {
    /** A name for an expression or for rows; a name alone may be either, and is an expression here. */
    record Let(
            int at,
            String name,
            @Nullable Expr value,
            @Nullable Pipe rows) {}
}
