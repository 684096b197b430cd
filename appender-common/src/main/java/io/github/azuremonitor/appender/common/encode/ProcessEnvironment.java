package io.github.azuremonitor.appender.common.encode;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where facts about this process come from.
 *
 * @param property system property by name
 * @param environment environment variable by name
 * @param file first line of a small file by path
 */
record ProcessEnvironment(
        Function<String, @Nullable String> property,
        Function<String, @Nullable String> environment,
        Function<String, @Nullable String> file) {
    /** Nothing at all. */
    static final ProcessEnvironment NONE = new ProcessEnvironment(name -> null, name -> null, path -> null);

    /** The first candidate that is not blank. */
    static @Nullable String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip();
            }
        }
        return null;
    }
}
