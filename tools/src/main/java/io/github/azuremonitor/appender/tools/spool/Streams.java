package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.settings.Reading;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The streams that a configuration sends to, by itself and by its routes. */
final class Streams {
    private Streams() {}

    static Set<String> of(Map<String, String> explicit) {
        var streams = new HashSet<String>();
        if (SettingsReader.read(explicit, System::getenv) instanceof Reading.Ready ready) {
            streams.add(ready.settings().table().streamName());
            streams.addAll(RouteList.parse(ready.settings().routes(), new ArrayList<>())
                    .streams());
        }
        return streams;
    }
}
