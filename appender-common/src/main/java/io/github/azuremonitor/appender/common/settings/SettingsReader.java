package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.event.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns flat texts into settings. Reads no file, no clock and no environment of its own, and throws at nothing. */
public final class SettingsReader {
    private SettingsReader() {}

    /**
     * Reads the settings of one appender.
     *
     * @param explicit texts by flat name, as configured for this appender; wins over the environment even where a text
     *     is empty, so that an empty text switches a variable off
     * @param environment value of an environment variable by its name, or null where there is none
     * @return settings, or every fault, or the finding that nothing is configured
     */
    public static Reading read(Map<String, String> explicit, Function<String, @Nullable String> environment) {
        Values values = new Values(explicit, environment);
        List<String> notConfigured = values.notConfigured();
        if (!notConfigured.isEmpty()) {
            return new Reading.NotConfigured(notConfigured);
        }
        PipelineSettings pipeline = new PipelineReader(values).read();
        TableSettings table = table(values);
        Optional<Severity> threshold = values.read(Setting.THRESHOLD, Words::levelOrNone);
        Path dcr = values.readIfUsable(Setting.DCR, Identifiers::ruleFile);
        List<Problem> problems = values.problems();
        if (pipeline == null || table == null || !problems.isEmpty()) {
            boolean strict = values.sound(Setting.STRICT) && values.read(Setting.STRICT, Words::onOff);
            return new Reading.Faulty(problems, values.warnings(), strict);
        }
        String routes = values.text(Setting.ROUTES);
        return new Reading.Ready(
                new AppenderSettings(pipeline, table, routes == null ? "" : routes, threshold.orElse(null), dcr),
                values.warnings());
    }

    /** Whether a value says that nobody has filled it in, so that it counts as not given. */
    public static boolean isUndefined(String value) {
        return Values.undefined(value);
    }

    private static @Nullable TableSettings table(Values values) {
        String stream = values.readRequired(Setting.STREAM_NAME, Identifiers::streamName);
        PropertySelection properties = values.read(Setting.PROPERTIES, Words::properties);
        return stream == null
                ? null
                : new TableSettings(
                        stream,
                        values.read(Setting.COLUMNS, text -> text),
                        properties,
                        values.text(Setting.APP_NAME),
                        values.text(Setting.APP_VERSION),
                        values.text(Setting.ENVIRONMENT));
    }
}
