package io.github.azuremonitor.appender.tools.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a framework sees besides its file, as far as it was given: variables, system properties, Spring's profiles and
 * properties.
 *
 * @param variables value of an environment variable by its name, or null
 * @param properties system properties of the application
 * @param profiles profiles named by the user; empty for those that the configuration itself activates
 * @param spring file with Spring's properties, or null
 */
public record ConfigEnvironment(
        Function<String, @Nullable String> variables,
        Map<String, String> properties,
        List<String> profiles,
        @Nullable Path spring) {
    /** Copies the collections. */
    public ConfigEnvironment {
        properties = Map.copyOf(properties);
        profiles = List.copyOf(profiles);
    }

    /** With variables only. */
    public ConfigEnvironment(Function<String, @Nullable String> variables) {
        this(variables, Map.of(), List.of(), null);
    }

    @Nullable String variable(String name) {
        return variables.apply(name);
    }

    /** A system property; falls back to those of this process if not given. */
    @Nullable String property(String name) {
        String given = properties.get(name);
        return given == null && !name.isBlank() ? System.getProperty(name) : given;
    }

    /** A file that another one names: relative to the working directory, or else to that file. */
    static Path file(String name, Path namedBy) {
        Path direct = Path.of(name);
        return Files.exists(direct) ? direct : beside(name, namedBy);
    }

    /** A resource on the application's class path, for which the directory of its configuration is used here. */
    static Path beside(String name, Path namedBy) {
        String relative = name.startsWith("/") && !Files.exists(Path.of(name)) ? name.substring(1) : name;
        return namedBy.resolveSibling(relative);
    }
}
