package io.github.azuremonitor.appender.common.report;

import java.time.Instant;

/**
 * What is or was wrong.
 *
 * @param time when it was told, or since when it is so
 * @param sentence what happens and what to do about it, as the status line has it; without secrets
 */
public record Trouble(Instant time, String sentence) {}
