package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * When files become too old, on the monotonic clock. The wall clock is read once for each: if it jumps later, nothing
 * expires early, and nothing stays longer than the age cap. Courier only.
 */
final class Expiries {
    private static final long MILLISECOND = 1_000_000;

    private final long maxAgeMillis;
    private final Time time;
    private final Map<Path, Long> known = new HashMap<>();

    Expiries(Duration maxAge, Time time) {
        this.maxAgeMillis = maxAge.toMillis();
        this.time = time;
    }

    /** When something becomes too old that was found only now and dates from {@code epochMillis}. */
    long found(long epochMillis) {
        long oldest = time.epochMillis() - maxAgeMillis;
        long left = Math.max(-1, Math.min(maxAgeMillis, Math.max(0, epochMillis) - oldest));
        return time.nanos() + left * MILLISECOND;
    }

    /** When a file becomes too old: as computed the first time, until the file is forgotten. */
    long of(Path file, long epochMillis) {
        return known.computeIfAbsent(file, first -> found(epochMillis));
    }

    /** Whether a file is too old. */
    boolean isOver(Path file, long epochMillis) {
        return of(file, epochMillis) - time.nanos() < 0;
    }

    /** Forgets a deleted file. */
    void forget(Path file) {
        known.remove(file);
    }

    /** Forgets files that someone else deleted. */
    void forgetUnless(Predicate<Path> there) {
        known.keySet().removeIf(there.negate());
    }
}
