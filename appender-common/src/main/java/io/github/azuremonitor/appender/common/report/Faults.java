package io.github.azuremonitor.appender.common.report;

import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Faults that a thread goes on after: remembered where they are caught, which needs no memory, and told later, thinned. Of
 * several that were not told yet the first one is kept. Not thread-safe.
 */
public final class Faults {
    private static final Duration REPEAT = Duration.ofMinutes(5);

    private final Reporter reporter;
    private final Thinned thinned;
    private @Nullable String what;
    private String whose = "";
    private String how = "";
    private @Nullable Throwable fault;

    /** Nothing yet. */
    public Faults(Reporter reporter, Time time) {
        this.reporter = reporter;
        this.thinned = new Thinned(REPEAT, time);
    }

    /** A fault that came with {@code sentence}. Never throws. */
    public void remember(String sentence, Throwable failure) {
        remember(sentence, "", "", failure);
    }

    /** As above, with a sentence in three parts, so that nobody has to put them together now. */
    public void remember(String start, String name, String end, Throwable failure) {
        if (fault == null) {
            what = start;
            whose = name;
            how = end;
            fault = failure;
        }
    }

    /** Tells what was remembered; without memory for it, it stays to be told. Never throws. */
    public void tell() {
        Throwable failure = fault;
        if (failure == null) {
            return;
        }
        try {
            String line = what + whose + how + ": " + Values.text(failure);
            if (thinned.repeatsToReport() >= 0) {
                reporter.error(line);
            }
            fault = null;
        } catch (OutOfMemoryError full) {
            // The next call tells it.
        } catch (RuntimeException | Error unspeakable) {
            fault = null;
        }
    }
}
