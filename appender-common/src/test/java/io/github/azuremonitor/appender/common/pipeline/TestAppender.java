package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.flush.StreamColumns;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** An appender of a test. */
final class TestAppender {
    private TestAppender() {}

    /** How it starts with these settings among these pipelines, in a process with these variables. */
    static StartResult start(
            Map<String, String> settings,
            Function<String, String> environment,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Pipelines pipelines) {
        return StartResult.of(
                settings, List.of(), environment, reporter, frameworkStops, pattern -> null, pipelines, List.of());
    }

    /** Its handle on the pipeline with its settings. */
    static PipelineHandle open(Pipelines pipelines, AppenderSettings settings, Reporter reporter) {
        return open(pipelines, settings, reporter, () -> false);
    }

    /** The same, where the framework may stop it when the JVM exits. */
    static PipelineHandle open(
            Pipelines pipelines, AppenderSettings settings, Reporter reporter, BooleanSupplier frameworkStops) {
        return pipelines.open(
                settings.pipeline(),
                settings.table(),
                new StreamColumns(settings.table().columns().columns(), Map.of()),
                settings.routes(),
                reporter,
                frameworkStops);
    }
}
