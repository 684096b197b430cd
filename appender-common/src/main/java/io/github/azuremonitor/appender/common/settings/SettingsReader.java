package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.routing.RouteList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns flat texts into settings. Reads no file, no clock and no environment of its own, and never throws. */
public final class SettingsReader {
    private SettingsReader() {}

    /**
     * Reads the settings of one appender.
     *
     * @param explicit texts by flat name, as configured for this appender; wins over the environment even where a text
     *     is empty, so that an empty text switches a variable off
     * @param environment value of an environment variable by its name, or null if there is none
     * @return settings, or every fault, or the finding that nothing is configured
     */
    public static SettingsResult read(Map<String, String> explicit, Function<String, @Nullable String> environment) {
        return read(explicit, environment, pattern -> null);
    }

    /**
     * As {@link #read(Map, Function)}, for frameworks that render patterns.
     *
     * @param patternFault what is wrong with a pattern of a column, or null
     */
    public static SettingsResult read(
            Map<String, String> explicit,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> patternFault) {
        SettingValues values = new SettingValues(explicit, environment);
        List<String> notConfigured = values.notConfigured();
        if (!notConfigured.isEmpty()) {
            return new SettingsResult.NotConfigured(notConfigured);
        }
        PipelineSettings pipeline = new PipelineReader(values).read();
        TableSettings table = table(values, columns(values, patternFault));
        RouteList routes = routes(values);
        Optional<Severity> threshold = values.read(Setting.THRESHOLD, WordParsers::levelOrNone);
        Path dcr = values.readIfUsable(Setting.DCR, IdentifierParsers::ruleFile);
        List<SettingProblem> problems = values.problems();
        if (pipeline == null || table == null || !problems.isEmpty()) {
            boolean strict = values.sound(Setting.STRICT) && values.read(Setting.STRICT, WordParsers::onOff);
            return new SettingsResult.Faulty(problems, values.warnings(), strict);
        }
        return new SettingsResult.Ready(
                new AppenderSettings(pipeline, table, routes, threshold.orElse(null), dcr), values.warnings());
    }

    private static ColumnList columns(SettingValues values, Function<String, @Nullable String> patternFault) {
        var faults = new ArrayList<String>();
        ColumnList list = ColumnList.parse(values.read(Setting.COLUMNS, text -> text), faults);
        for (Column column : list.columns()) {
            for (String pattern : ColumnList.patterns(List.of(column))) {
                String fault = patternFault.apply(pattern);
                if (fault != null) {
                    faults.add("pattern of column " + column.name() + ": " + fault);
                }
            }
        }
        faulty(values, Setting.COLUMNS, list.text(), faults);
        return list;
    }

    private static RouteList routes(SettingValues values) {
        String text = values.text(Setting.ROUTES);
        var faults = new ArrayList<String>();
        RouteList list = text == null ? RouteList.NONE : RouteList.parse(text, faults);
        faulty(values, Setting.ROUTES, list.text(), faults);
        return list;
    }

    private static void faulty(SettingValues values, Setting setting, String text, List<String> faults) {
        faults.forEach(fault -> values.problem(setting, Masking.quoting(setting.flatName(), text, fault)));
    }

    /** Whether a value was never filled in, so that it counts as not given. */
    public static boolean isUndefined(String value) {
        return SettingValues.undefined(value);
    }

    private static @Nullable TableSettings table(SettingValues values, ColumnList columns) {
        String stream = values.readRequired(Setting.STREAM_NAME, IdentifierParsers::streamName);
        PropertySelection properties = values.read(Setting.PROPERTIES, WordParsers::properties);
        return stream == null
                ? null
                : new TableSettings(
                        stream,
                        columns,
                        properties,
                        values.text(Setting.APP_NAME),
                        values.text(Setting.APP_VERSION),
                        values.text(Setting.ENVIRONMENT));
    }
}
