package io.github.azuremonitor.appender.tools.template;

/** Plans of a table; names as in Azure's API. */
enum Plan {
    /** Full queries, alerts; the default. */
    Analytics,
    /** Cheap to write, reading is paid, 30 days. */
    Basic,
    /** Cheapest and slow to read; chosen at creation and for ever. */
    Auxiliary
}
