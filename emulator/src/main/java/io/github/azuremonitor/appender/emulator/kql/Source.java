package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;

/** Where rows begin. */
sealed interface Source {
    int at();

    /** A table, or what {@code let} calls so; with a star at its end several tables of a union. */
    record Table(int at, String name) implements Source {}

    /** A function of the workspace. */
    record Call(int at, String name, List<Expr> arguments) implements Source {}

    record Nested(int at, Pipe pipe) implements Source {}

    record Print(int at, List<Expr.Named> values) implements Source {}

    record DataTable(int at, List<KqlColumn> columns, List<Expr> values) implements Source {}

    /** A union or a search without a source in front. */
    record Alone(int at, Step step) implements Source {}
}
