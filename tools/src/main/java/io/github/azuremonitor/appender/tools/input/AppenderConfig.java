package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One appender of a configuration file.
 *
 * @param file the file that it is in
 * @param name the appender's name in it
 * @param settings its settings by flat name, with placeholders resolved as far as possible
 * @param remarks what could not be resolved or followed, one sentence each
 * @param off why nothing would be shipped whatever the settings are, or null
 * @param slips elements that nothing reads, because of which the appender ships nothing
 */
public record AppenderConfig(
        Path file,
        String name,
        Map<String, String> settings,
        List<String> remarks,
        @Nullable String off,
        List<SettingProblem> slips) {
    /** Copies the collections. */
    public AppenderConfig {
        settings = Map.copyOf(settings);
        remarks = List.copyOf(remarks);
        slips = List.copyOf(slips);
    }

    /** Without slips. */
    public AppenderConfig(
            Path file, String name, Map<String, String> settings, List<String> remarks, @Nullable String off) {
        this(file, name, settings, remarks, off, List.of());
    }

    /** Without remarks. */
    public AppenderConfig(Path file, String name, Map<String, String> settings) {
        this(file, name, settings, List.of(), null);
    }

    /** The text of a setting, from here or the environment, or its default; empty if there is nothing. */
    public String text(Setting setting, Function<String, @Nullable String> environment) {
        String text = settings.get(setting.flatName());
        for (String variable : setting.environmentNames()) {
            text = text == null ? environment.apply(variable) : text;
        }
        // Blank counts as not given, as in the library; unresolved texts are kept for people to see.
        String found = text == null || text.isBlank() ? setting.defaultText() : text;
        return found == null ? "" : found.strip();
    }

    AppenderConfig named(String other) {
        return new AppenderConfig(file, other, settings, remarks, off, slips);
    }
}
