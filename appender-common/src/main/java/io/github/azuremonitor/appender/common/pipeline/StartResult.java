package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.encode.Platform;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The result of starting one appender: a handle on a pipeline, or the reason why there is none. An appender without one
 * stays inert; the application starts anyway.
 */
public final class StartResult {
    private final @Nullable PipelineHandle handle;
    private final @Nullable Severity threshold;
    private final @Nullable String fault;
    private final boolean strict;

    private StartResult(
            @Nullable PipelineHandle handle, @Nullable Severity threshold, @Nullable String fault, boolean strict) {
        this.handle = handle;
        this.threshold = threshold;
        this.fault = fault;
        this.strict = strict;
    }

    /**
     * Reads flat settings and opens the pipeline for them. Warnings and the line for an appender that is not configured
     * at all go to {@code reporter}; the caller shows faults.
     *
     * @param explicit settings by their flat names; missing ones are looked up in the environment
     * @param frameworkStops called when the JVM exits: whether the framework stops the appender then
     */
    public static StartResult of(Map<String, String> explicit, Reporter reporter, BooleanSupplier frameworkStops) {
        return of(explicit, reporter, frameworkStops, pattern -> null);
    }

    /**
     * As {@link #of(Map, Reporter, BooleanSupplier)}, for frameworks that render patterns.
     *
     * @param patternFault what is wrong with a pattern of a column, or null
     */
    public static StartResult of(
            Map<String, String> explicit,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Function<String, @Nullable String> patternFault) {
        return of(explicit, List.of(), reporter, frameworkStops, patternFault, List.of());
    }

    /**
     * As {@link #of(Map, Reporter, BooleanSupplier, Function)}, for frameworks that filter, and that report names in a
     * configuration that nothing reads.
     *
     * @param slips what is wrong besides the settings; as bad as a wrong setting
     * @param filters filters that the framework applies before the appender; only their texts are shown
     */
    public static StartResult of(
            Map<String, String> explicit,
            List<SettingProblem> slips,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Function<String, @Nullable String> patternFault,
            List<?> filters) {
        MisspeltNames variables = MisspeltNames.among(System.getenv().keySet(), explicit.keySet());
        var all = new ArrayList<>(slips);
        all.addAll(variables.faults());
        StartResult result =
                of(explicit, all, System::getenv, reporter, frameworkStops, patternFault, AllPipelines.HERE, filters);
        variables.warnings().forEach(warning -> reporter.warn(warning.toString()));
        return result;
    }

    /**
     * The same in a process with other variables and other pipelines.
     *
     * @param environment variables by name
     */
    static StartResult of(
            Map<String, String> explicit,
            List<SettingProblem> slips,
            Function<String, @Nullable String> environment,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Function<String, @Nullable String> patternFault,
            Pipelines pipelines,
            List<?> filters) {
        SettingsResult reading = SettingsReader.read(explicit, environment, patternFault);
        if (reading instanceof SettingsResult.Ready ready && slips.isEmpty()) {
            ready.warnings().forEach(warning -> reporter.warn(warning.toString()));
            return open(ready.settings(), environment, reporter, frameworkStops, pipelines, filters);
        }
        if (reading instanceof SettingsResult.NotConfigured) {
            reporter.info(reading.describe());
            return new StartResult(null, null, null, false);
        }
        var problems = new ArrayList<>(slips);
        boolean strict = reading instanceof SettingsResult.Ready ready
                && ready.settings().pipeline().strict();
        if (reading instanceof SettingsResult.Faulty faulty) {
            problems.addAll(faulty.problems());
            strict = faulty.strict();
        }
        return refused(problems, strict);
    }

    private static StartResult open(
            AppenderSettings settings,
            Function<String, @Nullable String> environment,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Pipelines pipelines,
            List<?> filters) {
        ColumnList list = settings.table().columns();
        var keyFaults = new ArrayList<String>();
        List<Column> columns = PseudonymKeys.into(list.columns(), environment, keyFaults);
        if (!keyFaults.isEmpty()) {
            return refused(
                    keyFaults.stream()
                            .map(fault -> new SettingProblem("columns", list.text(), fault))
                            .toList(),
                    settings.pipeline().strict());
        }
        RuleReport rule = RuleReport.of(settings, columns, reporter);
        if (!rule.faults().isEmpty()) {
            return refused(rule.faults(), settings.pipeline().strict());
        }
        PipelineSettings chosen =
                RuleChoice.of(settings.pipeline(), () -> Platform.read().appInstance());
        PipelineHandle handle =
                pipelines.open(chosen, settings.table(), rule.columns(), settings.routes(), reporter, frameworkStops);
        String line = EffectiveSettings.line(settings, rule.columns().all(), filters);
        if (handle.inForce(line)) {
            reporter.info(line);
            if (chosen.dcrImmutableIds().size() > 1) {
                reporter.info("of the data collection rules in dcrImmutableId this instance takes "
                        + chosen.dcrImmutableId() + "; the others stand in for it");
            }
        }
        return new StartResult(handle, settings.threshold(), null, false);
    }

    private static StartResult refused(List<SettingProblem> problems, boolean strict) {
        return new StartResult(null, null, new SettingsResult.Faulty(problems, List.of(), strict).describe(), strict);
    }

    /** The handle, or null. */
    public @Nullable PipelineHandle handle() {
        return handle;
    }

    /** Lowest level to ship, or null for all. */
    public @Nullable Severity threshold() {
        return threshold;
    }

    /** All faults of the configuration at once, secrets masked, or null if there is none. */
    public @Nullable String fault() {
        return fault;
    }

    /** Whether the user wants a fault to be an error. */
    public boolean strict() {
        return strict;
    }
}
