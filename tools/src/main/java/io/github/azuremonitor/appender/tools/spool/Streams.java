package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.settings.Reading;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The streams that a configuration sends to, by itself and by its routes. */
final class Streams {
    private Streams() {}

    /** @param environment value of a variable by its name, or null */
    static Set<String> of(Map<String, String> explicit, Function<String, @Nullable String> environment) {
        var streams = new HashSet<String>();
        if (SettingsReader.read(explicit, environment) instanceof Reading.Ready ready) {
            streams.add(ready.settings().table().streamName());
            streams.addAll(RouteList.parse(ready.settings().routes(), new ArrayList<>())
                    .streams());
        }
        return streams;
    }
}
