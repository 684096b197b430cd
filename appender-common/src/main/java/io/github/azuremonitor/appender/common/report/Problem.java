package io.github.azuremonitor.appender.common.report;

import java.time.Instant;

/**
 * What is or was wrong.
 *
 * @param time when it was reported, or since when it lasts
 * @param sentence what happens and what to do about it, as in the status line; without secrets
 */
public record Problem(Instant time, String sentence) {}
