package io.github.azuremonitor.appender.emulator.ingest;

import io.github.azuremonitor.appender.emulator.dcr.Rules;
import java.time.InstantSource;

/**
 * How the ingestion route behaves.
 *
 * @param rules the rules there are
 * @param requireToken whether a request needs a token; if not, tokens and roles are not checked
 * @param quota what one rule takes in a minute
 */
public record IngestSettings(Rules rules, Mode mode, boolean requireToken, Quota quota, InstantSource clock) {}
