package io.github.azuremonitor.appender.benchmarks;

import java.util.List;
import java.util.Locale;

/** What one process of a contestant measures. */
enum Part {
    /** With a healthy service: full speed, other events, a steady rate. */
    HEALTHY,
    /** Bytes of the log call, without escape analysis. */
    ALLOCATION,
    /** The first log call of a fresh JVM. */
    START,
    /** While nothing listens, nobody answers, or 429 is the answer. */
    DEAD,
    HANGING,
    THROTTLING;

    static final List<Part> FAULTS = List.of(DEAD, HANGING, THROTTLING);

    /** As an option of the command. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
