package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;

/** Keeps rows that Azure refuses for good, or that are too large to send. Courier only. */
public interface DeadLetters {
    /** Keeps nothing. */
    DeadLetters NONE = (rows, reason, status, requestId) -> {};

    /**
     * Takes refused rows.
     *
     * @param reason one sentence
     * @param status HTTP status of the refusal; 0 if the rows were never sent
     * @param requestId the service's request id or empty
     */
    void put(Batch rows, String reason, int status, String requestId);

    /** Deletes what is too old; called about once a second. */
    default void maintain() {}
}
