package io.github.azuremonitor.appender.common.settings;

/** Which rows survive which failures. */
public enum Durability {
    /** A bounded window in memory, then counted drops. */
    MEMORY,
    /** Batches go to disk while Azure does not accept them. */
    SPOOL,
    /** Rows are on disk as soon as the flusher has encoded them. */
    JOURNAL
}
