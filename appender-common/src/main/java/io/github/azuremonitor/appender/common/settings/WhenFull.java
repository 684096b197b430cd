package io.github.azuremonitor.appender.common.settings;

/** What a log call does when the ring has no slot. */
public enum WhenFull {
    /** Waits up to {@code maxBlock}, then drops and counts. */
    BLOCK,
    /** Drops and counts at once. */
    DROP,
    /** Drops lower levels once the ring is 80 % full; the others wait as with {@link #BLOCK}. */
    DROP_BELOW
}
