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
    /** Asked by any thread that logs, and by none of them waited for. The default generator needs a module of its own. */
    private static final RandomGenerator CHANCE =
            () -> ThreadLocalRandom.current().nextLong();

    static final Pipelines HERE =
            new Pipelines(new Pipeline.Surroundings(Time.SYSTEM, CHANCE, UUID::randomUUID, HttpSenders::create));

    private AllPipelines() {}

    /** Waits until everything logged before is accepted; false if that did not happen in time. */
    public static boolean flush(Duration timeout) {
        return HERE.flush(timeout);
    }

    /**
     * Ends at once what was handed over and is not taken, and waits for it: a logging context has ended, and nobody is
     * going to come.
     */
    public static void closeOrphans() {
        HERE.closeOrphans();
    }

    /** A reading of each pipeline's ledger. */
    public static List<PipelineStats> stats() {
        return HERE.stats();
    }

    /** A reading of all that is to be known of each pipeline. */
    public static List<PipelineReading> readings() {
        return HERE.readings();
    }
}
