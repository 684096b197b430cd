package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.Setting;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    /** The text of a setting, from here or the environment, or its default; empty if there is nothing. */
    public String text(Setting setting, Function<String, @Nullable String> environment) {
        String text = settings.get(setting.flatName());
        for (String variable : setting.environmentNames()) {
            text = text == null ? environment.apply(variable) : text;
        }
        // Blank counts as not given, as in the library; what is unresolved is left for people to see.
        String found = text == null || text.isBlank() ? setting.defaultText() : text;
        return found == null ? "" : found.strip();
    }
}
