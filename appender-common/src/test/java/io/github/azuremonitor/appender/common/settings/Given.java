package io.github.azuremonitor.appender.common.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings that are right, changed one by one into what a test is about. */
final class Given {
    static final String ENDPOINT = "https://my-dce-a1b2.westeurope-1.ingest.monitor.azure.com";
    static final String RULE = "dcr-0123456789abcdef0123456789abcdef";

    private final Map<String, String> explicit = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    static Given nothing() {
        return new Given();
    }

    static Given essentials() {
        return nothing().set("endpoint", ENDPOINT).set("dcrImmutableId", RULE).set("streamName", "Custom-AppLogs_CL");
    }

    Given set(String name, String value) {
        explicit.put(name, value);
        return this;
    }

    Given without(String name) {
        explicit.remove(name);
        return this;
    }

    Given variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    SettingsResult read() {
        return SettingsReader.read(explicit, environment::get);
    }

    SettingsResult.Ready ready() {
        SettingsResult reading = read();
        assertThat(reading).as(reading.describe()).isInstanceOf(SettingsResult.Ready.class);
        return (SettingsResult.Ready) reading;
    }

    AppenderSettings settings() {
        return ready().settings();
    }

    PipelineSettings pipeline() {
        return settings().pipeline();
    }

    SettingsResult.Faulty faulty() {
        SettingsResult reading = read();
        assertThat(reading).as(reading.describe()).isInstanceOf(SettingsResult.Faulty.class);
        return (SettingsResult.Faulty) reading;
    }

    /** Every fault as a line. */
    List<String> faults() {
        return faulty().problems().stream().map(SettingProblem::toString).toList();
    }

    /** The one fault that there is. */
    String fault() {
        assertThat(faults()).hasSize(1);
        return faults().get(0);
    }

    /** Every warning of a reading that is otherwise well. */
    List<String> warnings() {
        return ready().warnings().stream().map(SettingProblem::toString).toList();
    }

    List<String> notConfigured() {
        SettingsResult reading = read();
        assertThat(reading).as(reading.describe()).isInstanceOf(SettingsResult.NotConfigured.class);
        return ((SettingsResult.NotConfigured) reading).notConfigured();
    }
}
