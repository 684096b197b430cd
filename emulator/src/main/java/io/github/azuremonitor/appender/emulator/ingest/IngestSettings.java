package io.github.azuremonitor.appender.emulator.ingest;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import java.time.InstantSource;
import java.util.List;

/**
 * How the ingestion route behaves.
 *
 * @param rules the rules there are, each with an id of its own
 * @param requireToken whether a request needs a token; without, tokens and roles are not looked at
 * @param quota what one rule takes in a minute
 */
public record IngestSettings(
        List<DcrDefinition> rules, Mode mode, boolean requireToken, Quota quota, InstantSource clock) {}
