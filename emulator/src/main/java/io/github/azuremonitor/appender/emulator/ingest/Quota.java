package io.github.azuremonitor.appender.emulator.ingest;

/**
 * How much one rule takes in a minute.
 *
 * @param requestsPerMinute at most this many requests
 * @param bytesPerMinute at most this many body bytes as they came
 */
public record Quota(long requestsPerMinute, long bytesPerMinute) {
    /** 12,000 requests and 2 GB (Azure Monitor docs, "Service limits", Logs Ingestion API). */
    public static final Quota DOCUMENTED = new Quota(12_000, 2L << 30);

    /** No limit. */
    public static final Quota NONE = new Quota(Long.MAX_VALUE, Long.MAX_VALUE);
}
