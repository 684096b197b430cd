package io.github.azuremonitor.appender.common.settings;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, or doubtful, with one setting. It keeps only what may be shown of a value.
 *
 * @param setting name of the setting as the user wrote it
 * @param value the value as shown: one line, shortened, secrets masked; null where none was given
 * @param message what is wrong, with the correction; never quotes a text that could be secret
 */
public record SettingProblem(String setting, @Nullable String value, String message) {
    private static final String MISSING = "is not given and has no default: ";

    /** Masks the value, so that no caller can forget to. */
    public SettingProblem {
        value = value == null ? null : Masking.shown(setting, value);
    }

    /** For a required setting without a value. */
    static SettingProblem missing(Setting setting) {
        return new SettingProblem(setting.flatName(), null, MISSING + setting.description());
    }

    /** Whether a required setting has no value. */
    boolean isMissing() {
        return value == null && message.startsWith(MISSING);
    }

    /** One line, for example {@code linger = "5": a bare number has no unit; write 5s or 500ms}. */
    @Override
    public String toString() {
        return value == null ? setting + ": " + message : setting + " = \"" + value + "\": " + message;
    }
}
