package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import java.net.URI;
import java.util.Arrays;

/** Who takes part, in the order of the rounds. */
enum Contestants {
    CAPTURE_ONLY("capture-only"),
    LOGBACK_ASYNC_NOP("logback-async-nop"),
    SDK("sdk"),
    OURS("ours"),
    OURS_JOURNAL("ours-journal");

    private final String label;

    Contestants(String label) {
        this.label = label;
    }

    static Contestants named(String label) {
        return Arrays.stream(values())
                .filter(contestant -> contestant.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contestant is called " + label));
    }

    String label() {
        return label;
    }

    /** Starts the contestant in this process, sending to the endpoint if it sends at all. */
    Contestant start(LoggerContext context, URI endpoint) {
        return switch (this) {
            case CAPTURE_ONLY -> new CaptureOnly(context);
            case LOGBACK_ASYNC_NOP -> new LogbackAsyncNop(context);
            case SDK -> new AzureSdk(context, endpoint);
            case OURS -> new Ours(context, endpoint, "memory");
            case OURS_JOURNAL -> new Ours(context, endpoint, "journal");
        };
    }
}
