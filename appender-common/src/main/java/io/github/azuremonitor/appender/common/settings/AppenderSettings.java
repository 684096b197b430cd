package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.event.Severity;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one appender was told.
 *
 * @param pipeline what it may share with other appenders
 * @param table what it writes where
 * @param routes text of the setting as given, not yet parsed; empty if there is none
 * @param threshold lowest level that is sent; null for all
 * @param dcr file with the data collection rule that the columns are compared with, or null
 */
public record AppenderSettings(
        PipelineSettings pipeline,
        TableSettings table,
        String routes,
        @Nullable Severity threshold,
        @Nullable Path dcr) {}
