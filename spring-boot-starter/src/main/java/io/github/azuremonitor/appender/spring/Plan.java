package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.settings.Problem;
import io.github.azuremonitor.appender.common.settings.Setting;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the appender is to be. Two equal plans make equal appenders.
 *
 * @param settings what was given; settings that were not are left out
 * @param unknown what was given below the prefix and is no property, by name
 * @param excludedLoggers loggers whose events are not shipped, with the loggers below them
 * @param verbose whether the library's lines of INFO are shown
 * @param faults what is wrong with properties that are no settings
 */
record Plan(
        Map<Setting, String> settings,
        Map<String, String> unknown,
        List<String> excludedLoggers,
        boolean verbose,
        List<Problem> faults) {
    Plan(Map<Setting, String> settings, Map<String, String> unknown, List<String> excludedLoggers) {
        this(settings, unknown, excludedLoggers, false, List.of());
    }

    Plan {
        settings = Collections.unmodifiableMap(settings.isEmpty() ? Map.of() : new EnumMap<>(settings));
        unknown = Map.copyOf(unknown);
        excludedLoggers = List.copyOf(excludedLoggers);
        faults = List.copyOf(faults);
    }

    /** As the settings are read: by flat names, unknown ones included. */
    Map<String, String> texts() {
        var texts = new LinkedHashMap<>(unknown);
        settings.forEach((setting, text) -> texts.put(setting.flatName(), text));
        return texts;
    }

    /** Whether nobody has said where to send to, and nothing that is given looks as if it were meant for that. */
    boolean namesNoPlace() {
        return unknown.isEmpty()
                && faults.isEmpty()
                && settings.entrySet().stream()
                        .noneMatch(given ->
                                given.getKey().required() && !given.getValue().isBlank());
    }

    /** Whether the tokens come from where the application says. */
    boolean waitsForCredential() {
        return "application"
                .equalsIgnoreCase(settings.getOrDefault(Setting.CREDENTIAL, "").strip());
    }

    /** Whether the events of this logger stay here. */
    boolean excludes(String logger) {
        for (String name : excludedLoggers) {
            if (logger.startsWith(name) && (logger.length() == name.length() || logger.charAt(name.length()) == '.')) {
                return true;
            }
        }
        return false;
    }
}
