package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The streams that a configuration sends to, whatever the setting. */
final class Streams {
    private Streams() {}

    /** @param environment value of a variable by its name, or null */
    static Set<String> of(Map<String, String> explicit, Function<String, @Nullable String> environment) {
        return SettingsReader.read(explicit, environment) instanceof SettingsResult.Ready ready
                ? Set.copyOf(ready.settings().streams())
                : Set.of();
    }
}
