package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.Problem;
import io.github.azuremonitor.appender.common.settings.Reading;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.Slips;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of starting one appender: a way into a pipeline, or the reason why there is none. An appender without one
 * stays inert; the application starts all the same.
 */
public final class Opening {
    private final @Nullable Inlet inlet;
    private final @Nullable Severity threshold;
    private final @Nullable String fault;
    private final boolean strict;

    private Opening(@Nullable Inlet inlet, @Nullable Severity threshold, @Nullable String fault, boolean strict) {
        this.inlet = inlet;
        this.threshold = threshold;
        this.fault = fault;
        this.strict = strict;
    }

    /**
     * Reads flat settings and opens the pipeline that they ask for. Warnings and the line for an appender that is not
     * configured at all go to {@code reporter}; faults are for the caller to show.
     *
     * @param explicit settings by their flat names; what is not there is looked for in the environment
     * @param frameworkStops asked when the JVM exits: whether somebody else stops the appender then
     */
    public static Opening of(Map<String, String> explicit, Reporter reporter, BooleanSupplier frameworkStops) {
        return of(explicit, reporter, frameworkStops, pattern -> null);
    }

    /**
     * As {@link #of(Map, Reporter, BooleanSupplier)}, for frameworks that render patterns.
     *
     * @param patternFault what is wrong with a pattern of a column, or null
     */
    public static Opening of(
            Map<String, String> explicit,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Function<String, @Nullable String> patternFault) {
        return of(explicit, List.of(), reporter, frameworkStops, patternFault, List.of());
    }

    /**
     * As {@link #of(Map, Reporter, BooleanSupplier, Function)}, for frameworks that filter, and that tell of names in a
     * configuration that nobody reads.
     *
     * @param slips what is wrong beside the settings; as bad as a wrong setting
     * @param filters what the framework asks before the appender; only their texts are shown
     */
    public static Opening of(
            Map<String, String> explicit,
            List<Problem> slips,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Function<String, @Nullable String> patternFault,
            List<?> filters) {
        Slips variables = Slips.among(System.getenv().keySet(), explicit.keySet());
        var all = new ArrayList<>(slips);
        all.addAll(variables.faults());
        Opening opening =
                of(explicit, all, System::getenv, reporter, frameworkStops, patternFault, AllPipelines.HERE, filters);
        variables.warnings().forEach(warning -> reporter.warn(warning.toString()));
        return opening;
    }

    static Opening of(
            Map<String, String> explicit,
            Function<String, @Nullable String> environment,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Function<String, @Nullable String> patternFault,
            Pipelines pipelines) {
        return of(explicit, environment, reporter, frameworkStops, patternFault, pipelines, List.of());
    }

    static Opening of(
            Map<String, String> explicit,
            Function<String, @Nullable String> environment,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Function<String, @Nullable String> patternFault,
            Pipelines pipelines,
            List<?> filters) {
        return of(explicit, List.of(), environment, reporter, frameworkStops, patternFault, pipelines, filters);
    }

    private static Opening of(
            Map<String, String> explicit,
            List<Problem> slips,
            Function<String, @Nullable String> environment,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Function<String, @Nullable String> patternFault,
            Pipelines pipelines,
            List<?> filters) {
        Reading reading = SettingsReader.read(explicit, environment);
        if (reading instanceof Reading.Ready ready && slips.isEmpty()) {
            ready.warnings().forEach(warning -> reporter.warn(warning.toString()));
            return open(ready.settings(), reporter, frameworkStops, patternFault, pipelines, filters);
        }
        if (reading instanceof Reading.NotConfigured) {
            reporter.info(reading.describe());
            return new Opening(null, null, null, false);
        }
        var problems = new ArrayList<>(slips);
        boolean strict = reading instanceof Reading.Ready ready
                && ready.settings().pipeline().strict();
        if (reading instanceof Reading.Faulty faulty) {
            problems.addAll(faulty.problems());
            strict = faulty.strict();
        }
        problems.addAll(columnProblems(given(explicit, "columns", "standard"), patternFault));
        problems.addAll(routeProblems(given(explicit, "routes", "")));
        return refused(problems, strict);
    }

    private static Opening open(
            AppenderSettings settings,
            Reporter reporter,
            BooleanSupplier frameworkStops,
            Function<String, @Nullable String> patternFault,
            Pipelines pipelines,
            List<?> filters) {
        String text = settings.table().columns();
        var problems = new ArrayList<>(columnProblems(text, patternFault));
        problems.addAll(routeProblems(settings.routes()));
        if (!problems.isEmpty()) {
            return refused(problems, settings.pipeline().strict());
        }
        ColumnList list = ColumnList.parse(text, new ArrayList<>());
        RouteList routes = RouteList.parse(settings.routes(), new ArrayList<>());
        RuleCheck check = RuleCheck.of(settings, routes.streams(), list.columns(), reporter);
        if (!check.faults().isEmpty()) {
            return refused(check.faults(), settings.pipeline().strict());
        }
        Inlet inlet = pipelines.open(
                settings.pipeline(), settings.table(), check.columns(), routes, reporter, frameworkStops);
        String line = InForce.line(settings, check.columns().all(), filters);
        if (inlet.inForce(line)) {
            reporter.info(line);
        }
        return new Opening(inlet, settings.threshold(), null, false);
    }

    /** What is undefined is no fault of its own beside those that were found. */
    private static String given(Map<String, String> explicit, String name, String otherwise) {
        String text = explicit.get(name);
        return text == null || SettingsReader.isUndefined(text) ? otherwise : text.strip();
    }

    private static List<Problem> columnProblems(String text, Function<String, @Nullable String> patternFault) {
        var faults = new ArrayList<String>();
        for (Column column : ColumnList.parse(text, faults).columns()) {
            for (String pattern : ColumnList.patterns(List.of(column))) {
                String fault = patternFault.apply(pattern);
                if (fault != null) {
                    faults.add("pattern of column " + column.name() + ": " + fault);
                }
            }
        }
        return faults.stream().map(fault -> new Problem("columns", text, fault)).toList();
    }

    private static List<Problem> routeProblems(String text) {
        var faults = new ArrayList<String>();
        RouteList.parse(text, faults);
        return faults.stream().map(fault -> new Problem("routes", text, fault)).toList();
    }

    private static Opening refused(List<Problem> problems, boolean strict) {
        return new Opening(null, null, new Reading.Faulty(problems, List.of(), strict).describe(), strict);
    }

    /** The way in, or null. */
    public @Nullable Inlet inlet() {
        return inlet;
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
