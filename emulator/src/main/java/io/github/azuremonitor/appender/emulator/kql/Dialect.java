package io.github.azuremonitor.appender.emulator.kql;

/** Where a query is used. */
enum Dialect {
    /** At the query API. */
    QUERY,
    /** In a rule, as {@code transformKql}: one row in, at most one out. */
    TRANSFORMATION
}
