package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.send.HttpSenders;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The pipelines of this copy of the library, with the real clocks, chance and network. */
public final class AllPipelines {
    // Random, because couriers share it and because every runtime has it.
    static final Pipelines HERE =
            new Pipelines(new Pipeline.Surroundings(Time.SYSTEM, new Random(), UUID::randomUUID, HttpSenders::create));

    private AllPipelines() {}

    /** Waits until everything logged before is accepted; false if that did not happen in time. */
    public static boolean flush(Duration timeout) {
        return HERE.flush(timeout);
    }

    /** A reading of each pipeline's ledger. */
    public static List<PipelineStats> stats() {
        return HERE.stats();
    }
}
