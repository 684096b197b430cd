package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the appender should be. Equal plans make equal appenders.
 *
 * @param settings the settings given; others are left out
 * @param unknown values below the prefix that are not properties, by name
 * @param excludedLoggers loggers whose events are not shipped, with the loggers below them
 * @param verbose whether the library's lines of INFO are shown
 * @param faults what is wrong with properties that are not settings
 */
record Plan(
        Map<Setting, String> settings,
        Map<String, String> unknown,
        List<String> excludedLoggers,
        boolean verbose,
        List<SettingProblem> faults) {
    Plan(Map<Setting, String> settings, Map<String, String> unknown, List<String> excludedLoggers) {
        this(settings, unknown, excludedLoggers, false, List.of());
    }

    Plan {
        settings = Collections.unmodifiableMap(settings.isEmpty() ? Map.of() : new EnumMap<>(settings));
        unknown = Map.copyOf(unknown);
        excludedLoggers = List.copyOf(excludedLoggers);
        faults = List.copyOf(faults);
    }

    /** Values by flat name, unknown ones included, as the settings reader takes them. */
    Map<String, String> texts() {
        var texts = new LinkedHashMap<>(unknown);
        settings.forEach((setting, text) -> texts.put(setting.flatName(), text));
        return texts;
    }

    /** Whether no destination is configured, and nothing given looks as if it were meant to be one. */
    boolean namesNoPlace() {
        return unknown.isEmpty()
                && faults.isEmpty()
                && settings.entrySet().stream()
                        .noneMatch(given ->
                                given.getKey().required() && !given.getValue().isBlank());
    }

    /** Whether the application hands over the credential. */
    boolean waitsForCredential() {
        return "application"
                .equalsIgnoreCase(settings.getOrDefault(Setting.CREDENTIAL, "").strip());
    }

    /**
     * The plan whose settings are those that the appender gets: excluded loggers are rules of its routes. Not for messages
     * to the user, who has not written these rules.
     *
     * @param routes the user's own rules, which may be none
     */
    Plan forAppender(String routes) {
        if (excludedLoggers.isEmpty()) {
            return this;
        }
        var all = new EnumMap<Setting, String>(Setting.class);
        all.putAll(settings);
        all.put(Setting.ROUTES, ExcludedLoggers.routes(excludedLoggers, routes));
        return new Plan(all, unknown, List.of(), verbose, faults);
    }
}
