package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query as it is written: names, and the pipe that is the answer. */
record Statement(List<Let> lets, Pipe answer) {
    /**
     * A name for an expression, for rows or for a function: one of the three is there. A name alone may be that of rows, and
     * is an expression here.
     */
    record Let(
            int at,
            String name,
            @Nullable Expr value,
            @Nullable Pipe rows,
            @Nullable Lambda function) {

        static Let value(int at, String name, Expr value) {
            return new Let(at, name, value, null, null);
        }

        static Let rows(int at, String name, Pipe rows) {
            return new Let(at, name, null, rows, null);
        }

        static Let function(int at, String name, Lambda function) {
            return new Let(at, name, null, null, function);
        }
    }

    /** A function of the query's own; {@code result} has no name. */
    record Lambda(int at, List<LetParser.Parameter> parameters, List<Let> lets, Let result) {}
}
