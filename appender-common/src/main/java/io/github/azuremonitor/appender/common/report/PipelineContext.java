package io.github.azuremonitor.appender.common.report;

import io.github.azuremonitor.appender.common.time.Time;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What all stages of one pipeline share. Any thread.
 *
 * @param ids identifiers that are unique everywhere
 */
public record PipelineContext(
        Ledger ledger, Reporter reporter, Time time, RandomGenerator random, Supplier<UUID> ids) {}
