package io.github.azuremonitor.appender.emulator.ingest;

import java.time.Instant;

/** Counts what is received for one rule, and enforces its quota. Safe for use by several threads. */
final class UsageMeter {
    private static final int SECONDS = 60;

    private final Quota quota;
    private long requests;
    private long wireBytes;
    private long rawBytes;
    private long rows;
    private long throttled;
    private long minute = Long.MIN_VALUE;
    private long minuteRequests;
    private long minuteBytes;
    private long busiestRequests;
    private long busiestBytes;

    UsageMeter(Quota quota) {
        this.quota = quota;
    }

    /** Counts a request. */
    synchronized void arrived(Instant now, long bytes) {
        long current = Math.floorDiv(now.getEpochSecond(), SECONDS);
        if (current != minute) {
            minute = current;
            minuteRequests = 0;
            minuteBytes = 0;
        }
        requests++;
        wireBytes += bytes;
        minuteRequests++;
        minuteBytes += bytes;
        busiestRequests = Math.max(busiestRequests, minuteRequests);
        busiestBytes = Math.max(busiestBytes, minuteBytes);
    }

    /** The seconds after which to try again if this minute's quota is used up, else 0. */
    synchronized int throttledFor(Instant now) {
        if (minuteRequests <= quota.requestsPerMinute() && minuteBytes <= quota.bytesPerMinute()) {
            return 0;
        }
        throttled++;
        return SECONDS - (int) Math.floorMod(now.getEpochSecond(), (long) SECONDS);
    }

    synchronized void accepted(long inflatedBytes, int acceptedRows) {
        rawBytes += inflatedBytes;
        rows += acceptedRows;
    }

    synchronized DcrUsage usage() {
        return new DcrUsage(requests, wireBytes, rawBytes, rows, throttled, busiestRequests, busiestBytes);
    }

    synchronized void clear() {
        requests = 0;
        wireBytes = 0;
        rawBytes = 0;
        rows = 0;
        throttled = 0;
        minute = Long.MIN_VALUE;
        busiestRequests = 0;
        busiestBytes = 0;
    }
}
