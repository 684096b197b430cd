package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a single setting beside others that are right. */
final class Faults {
    private Faults() {}

    static List<String> of(Setting setting, String value) {
        var texts = new HashMap<>(Map.of(
                "endpoint", "https://my-dce-a1b2.westeurope-1.ingest.monitor.azure.com",
                "dcrImmutableId", "dcr-" + "0".repeat(32),
                "streamName", "Custom-JavaLogs_CL"));
        texts.put(setting.flatName(), value);
        return SettingsReader.read(texts, name -> null) instanceof SettingsResult.Faulty faulty
                ? faulty.problems().stream()
                        .filter(problem -> problem.setting().equals(setting.flatName()))
                        .map(SettingProblem::toString)
                        .toList()
                : List.of();
    }
}
