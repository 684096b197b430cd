package io.github.azuremonitor.appender.common.report;

import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Faults that a thread survives: remembered where they are caught, which needs no memory, and reported later,
 * rate-limited. Of several unreported ones the first is kept. Not thread-safe.
 */
public final class Faults {
    private static final Duration REPEAT = Duration.ofMinutes(5);

    private final Reporter reporter;
    private final RateLimiter limiter;
    private @Nullable String what;
    private String whose = "";
    private String how = "";
    private @Nullable Throwable fault;

    /** Nothing yet. */
    public Faults(Reporter reporter, Time time) {
        this.reporter = reporter;
        this.limiter = new RateLimiter(REPEAT, time);
    }

    /** Remembers a fault with {@code sentence}. Never throws. */
    public void remember(String sentence, Throwable failure) {
        remember(sentence, "", "", failure);
    }

    /** As above, with a sentence in three parts, so that they need not be joined now. */
    public void remember(String start, String name, String end, Throwable failure) {
        if (fault == null) {
            what = start;
            whose = name;
            how = end;
            fault = failure;
        }
    }

    /** Reports what was remembered; without memory for that, it is kept for later. Never throws. */
    public void tell() {
        Throwable failure = fault;
        if (failure == null) {
            return;
        }
        try {
            String line = what + whose + how + ": " + Values.text(failure);
            if (limiter.tryAcquire()) {
                reporter.error(line);
            }
            fault = null;
        } catch (OutOfMemoryError full) {
            // The next call reports it.
        } catch (RuntimeException | Error unreportable) {
            fault = null;
        }
    }
}
