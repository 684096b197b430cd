package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * When files are too old, on the clock that nobody sets. The wall clock is asked once for each: should it jump later,
 * nothing expires with the jump, and nothing stays for longer than the age cap. Courier only.
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

    /** When something is too old that is found only now, and is from {@code epochMillis}. */
    long found(long epochMillis) {
        long oldest = time.epochMillis() - maxAgeMillis;
        long left = Math.max(-1, Math.min(maxAgeMillis, Math.max(0, epochMillis) - oldest));
        return time.nanos() + left * MILLISECOND;
    }

    /** When a file is too old: what was said of it the first time, as long as it is not forgotten. */
    long of(Path file, long epochMillis) {
        return known.computeIfAbsent(file, first -> found(epochMillis));
    }

    /** Whether a file is too old. */
    boolean isOver(Path file, long epochMillis) {
        return of(file, epochMillis) - time.nanos() < 0;
    }

    /** The file is deleted. */
    void forget(Path file) {
        known.remove(file);
    }

    /** Forgets the files that somebody else deleted. */
    void forgetUnless(Predicate<Path> there) {
        known.keySet().removeIf(there.negate());
    }
}
