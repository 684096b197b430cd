package io.github.azuremonitor.appender.common.batch;

/** A copy of a batch's rows on disk, which outlives a killed process. Any thread. */
public interface DiskCopy {
    /** Whether all rows of the batch, and no others, can be read back from it. */
    boolean isWhole();

    /** The copy is no longer needed: the batch has its fate, or another copy. Idempotent. */
    void drop();
}
