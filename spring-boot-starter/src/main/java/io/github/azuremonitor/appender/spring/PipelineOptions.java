package io.github.azuremonitor.appender.spring;

import com.azure.core.credential.TokenCredential;
import io.github.azuremonitor.appender.common.settings.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link PipelineCustomizer} may change. Not thread-safe; has no effect after the customizer has returned. */
public final class PipelineOptions {
    private final Map<Setting, String> settings = new EnumMap<>(Setting.class);
    private final List<String> excludedLoggers;
    private final Plan given;
    private @Nullable TokenCredential credential;

    PipelineOptions(Plan given) {
        this.given = given;
        settings.putAll(given.settings());
        excludedLoggers = new ArrayList<>(given.excludedLoggers());
    }

    /** The text of a setting as given, or null. */
    public @Nullable String get(Setting setting) {
        return settings.get(setting);
    }

    /** Sets a setting, in the same form as in a property; null removes it. */
    public PipelineOptions set(Setting setting, @Nullable String value) {
        if (value == null) {
            settings.remove(setting);
        } else {
            settings.put(setting, value);
        }
        return this;
    }

    /** Loggers whose events are not shipped, with the loggers below them; may be changed. */
    public List<String> excludedLoggers() {
        return excludedLoggers;
    }

    /** Takes the tokens from this credential, whatever the properties say. */
    public PipelineOptions credential(TokenCredential credential) {
        this.credential = credential;
        settings.put(Setting.CREDENTIAL, "application");
        return this;
    }

    @Nullable TokenCredential credential() {
        return credential;
    }

    Plan plan() {
        var faults = new ArrayList<>(given.faults());
        var added = new ArrayList<>(excludedLoggers);
        added.removeAll(given.excludedLoggers());
        faults.addAll(ExcludedLoggers.faults(added));
        return new Plan(settings, given.unknown(), excludedLoggers, given.verbose(), faults);
    }
}
