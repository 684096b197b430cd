package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One appender of a configuration file.
 *
 * @param file where it stands
 * @param name the appender's name in it
 * @param settings its settings as texts by their flat names, placeholders resolved as far as they can be
 */
public record AppenderConfig(Path file, String name, Map<String, String> settings) {
    /** Copies the settings. */
    public AppenderConfig {
        settings = Map.copyOf(settings);
    }

    /** The text of a setting, or what applies without one; empty if that is nothing. */
    public String text(Setting setting) {
        String otherwise = setting.defaultText() == null ? "" : setting.defaultText();
        return settings.getOrDefault(setting.flatName(), otherwise).strip();
    }

    /** The same appender with a setting changed. */
    public AppenderConfig with(Setting setting, String value) {
        var changed = new LinkedHashMap<>(settings);
        changed.put(setting.flatName(), value);
        return new AppenderConfig(file, name, changed);
    }
}
