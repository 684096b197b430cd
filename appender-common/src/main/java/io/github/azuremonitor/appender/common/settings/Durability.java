package io.github.azuremonitor.appender.common.settings;

/** What survives what. */
public enum Durability {
    /** A bounded window in memory, then counted drops. */
    MEMORY,
    /** Batches go to disk while Azure does not take them. */
    SPOOL,
    /** Rows are on disk as soon as the flusher has encoded them. */
    JOURNAL
}
