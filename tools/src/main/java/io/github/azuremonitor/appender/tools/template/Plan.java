package io.github.azuremonitor.appender.tools.template;

/**
 * Plans of a table; names as in Azure's API. A table can change its plan once a week, since September 2026 also to and
 * from Auxiliary (Azure Monitor docs, "Select a table plan").
 */
enum Plan {
    /** Full queries, alerts; the default. */
    Analytics,
    /** Cheap to write, reading costs extra, 30 days. */
    Basic,
    /** Cheapest and slow to read. */
    Auxiliary
}
