package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.send.HttpSenders;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The pipelines of this copy of the library, with the real clocks, chance and network. */
public final class AllPipelines {
    /** Used by any thread that logs, without contention. The default generator needs a module of its own. */
    private static final RandomGenerator CHANCE =
            () -> ThreadLocalRandom.current().nextLong();

    static final Pipelines HERE =
            new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, CHANCE, UUID::randomUUID, HttpSenders::create));

    private AllPipelines() {}

    /** Waits until everything logged before is accepted; false if that did not happen in time. */
    public static boolean flush(Duration timeout) {
        return HERE.flush(timeout);
    }

    /**
     * Closes at once the pipelines that were handed over and not taken, and waits for them: a logging context has
     * ended, so no appender will come.
     */
    public static void closeOrphans() {
        HERE.closeOrphans();
    }

    /** A reading of each pipeline's ledger. */
    public static List<PipelineStats> stats() {
        return HERE.stats();
    }

    /** A complete reading of each pipeline. */
    public static List<PipelineReading> readings() {
        return HERE.readings();
    }
}
