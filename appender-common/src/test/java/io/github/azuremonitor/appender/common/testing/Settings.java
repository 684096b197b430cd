package io.github.azuremonitor.appender.common.testing;

import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** Valid settings with what a test wants to be different. */
public final class Settings {
    public static final String STREAM = "Custom-JavaLogs_CL";

    private Settings() {}

    /** Names and values in turn. */
    public static AppenderSettings with(String... namesAndValues) {
        SettingsResult reading = SettingsReader.read(map(namesAndValues), name -> null);
        if (reading instanceof SettingsResult.Ready ready) {
            return ready.settings();
        }
        throw new IllegalArgumentException(reading.describe());
    }

    public static Map<String, String> map(String... namesAndValues) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("endpoint", "http://127.0.0.1:9");
        settings.put("dcrImmutableId", "dcr-00000000000000000000000000000001");
        settings.put("streamName", STREAM);
        settings.put("credential", "none");
        settings.put("durability", "memory");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }
}
