package io.github.azuremonitor.appender.tools.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a framework sees beside its file, as far as it was given: variables, system properties, Spring's profiles and
 * properties.
 *
 * @param variables value of an environment variable by its name, or null
 * @param properties system properties of the application
 * @param profiles those named by whoever asks; empty for those that the configuration itself makes active
 * @param spring file with Spring's properties, or null
 */
public record Surroundings(
        Function<String, @Nullable String> variables,
        Map<String, String> properties,
        List<String> profiles,
        @Nullable Path spring) {
    /** Copies the collections. */
    public Surroundings {
        properties = Map.copyOf(properties);
        profiles = List.copyOf(profiles);
    }

    /** Nothing but variables. */
    public Surroundings(Function<String, @Nullable String> variables) {
        this(variables, Map.of(), List.of(), null);
    }

    @Nullable String variable(String name) {
        return variables.apply(name);
    }

    /** A system property; this process stands in for the application where it was not told. */
    @Nullable String property(String name) {
        String given = properties.get(name);
        return given == null && !name.isBlank() ? System.getProperty(name) : given;
    }

    /** A file that another one names: from where this process was started, or else beside that one. */
    static Path file(String name, Path namedBy) {
        Path direct = Path.of(name);
        return Files.exists(direct) ? direct : beside(name, namedBy);
    }

    /** What stands on the class path of the application, for which the directory of its configuration stands here. */
    static Path beside(String name, Path namedBy) {
        String relative = name.startsWith("/") && !Files.exists(Path.of(name)) ? name.substring(1) : name;
        return namedBy.resolveSibling(relative);
    }
}
