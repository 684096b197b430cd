package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.settings.ValueParser.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one reading, where they came from, and what is wrong with them. Reading continues after a fault, so that
 * the user sees all faults at once. Not thread-safe; lives as long as one reading.
 */
final class SettingValues {
    private final Map<Setting, String> texts = new EnumMap<>(Setting.class);
    private final Map<Setting, String> variables = new EnumMap<>(Setting.class);
    private final Set<Setting> withoutValue = EnumSet.noneOf(Setting.class);
    private final Set<Setting> wrong = EnumSet.noneOf(Setting.class);
    private final List<SettingProblem> problems = new ArrayList<>();
    private final List<SettingProblem> warnings = new ArrayList<>();
    private final Function<String, @Nullable String> environment;

    SettingValues(Map<String, String> explicit, Function<String, @Nullable String> environment) {
        this.environment = environment;
        for (Setting setting : Setting.values()) {
            String given = explicit.get(setting.flatName());
            take(setting, given == null ? fromEnvironment(setting) : given);
        }
        for (Map.Entry<String, String> given : new TreeMap<>(explicit).entrySet()) {
            if (given.getValue() != null && Setting.named(given.getKey()) == null) {
                problems.add(UnknownNames.unknown(given.getKey(), given.getValue()));
            }
        }
    }

    /** Whether the value was never filled in: blank, or an unresolved variable. */
    static boolean undefined(String value) {
        return value.isBlank() || value.contains("_IS_UNDEFINED") || value.contains("${");
    }

    /**
     * The required settings without a value, if that means that the appender is not configured at all: one of them is
     * present but undefined, or nothing is present except variables that do not say where to send. Otherwise empty.
     */
    List<String> notConfigured() {
        boolean nothing = problems.isEmpty();
        for (Setting setting : texts.keySet()) {
            nothing &= !setting.required() && variables.containsKey(setting);
        }
        boolean undefined = false;
        var missing = new ArrayList<String>();
        for (Setting setting : Setting.values()) {
            undefined |= setting.required() && withoutValue.contains(setting);
            if (setting.required() && !given(setting)) {
                missing.add(setting.flatName());
            }
        }
        return nothing || undefined ? missing : List.of();
    }

    /** Whether the user gave it a value. */
    boolean given(Setting setting) {
        return texts.containsKey(setting);
    }

    /** Whether none of them has a fault; checked before comparing settings, so that one fault is not reported twice. */
    boolean sound(Setting... settings) {
        for (Setting setting : settings) {
            if (wrong.contains(setting)) {
                return false;
            }
        }
        return true;
    }

    /** The value, or the default if it is missing or wrong. Only for settings with a default. */
    <T> T read(Setting setting, ValueParser<T> form) {
        T value = readIfGiven(setting, form);
        if (value != null) {
            return value;
        }
        String standard = setting.defaultText();
        try {
            if (standard != null) {
                return form.read(standard);
            }
        } catch (Refused refused) {
            throw new IllegalStateException(setting + " has a default of the wrong form", refused);
        }
        throw new IllegalStateException(setting + " has no default");
    }

    /** The value, or null if it is missing or wrong. */
    <T> @Nullable T readIfGiven(Setting setting, ValueParser<T> form) {
        String text = texts.get(setting);
        if (text == null) {
            return null;
        }
        try {
            return form.read(text);
        } catch (Refused refused) {
            problem(setting, String.valueOf(refused.getMessage()));
            return null;
        }
    }

    /**
     * As {@link #readIfGiven}, for settings that rows can be sent without: a wrong value is a warning and counts as not
     * given.
     */
    <T> @Nullable T readIfUsable(Setting setting, ValueParser<T> form) {
        String text = texts.get(setting);
        if (text == null) {
            return null;
        }
        try {
            return form.read(text);
        } catch (Refused refused) {
            warn(setting, refused.getMessage() + "; it counts as not given");
            return null;
        }
    }

    /** As {@link #readIfGiven}; a missing value is a fault. */
    <T> @Nullable T readRequired(Setting setting, ValueParser<T> form) {
        if (!given(setting)) {
            wrong.add(setting);
            problems.add(SettingProblem.missing(setting));
        }
        return readIfGiven(setting, form);
    }

    /** The text or null. */
    @Nullable String text(Setting setting) {
        return texts.get(setting);
    }

    /** An environment variable that other libraries read too; null if it is undefined. */
    @Nullable String variable(String name) {
        String value = environment.apply(name);
        return value == null || undefined(value) ? null : value.strip();
    }

    /** Records a fault of the setting. */
    void problem(Setting setting, String message) {
        wrong.add(setting);
        problems.add(found(setting, message));
    }

    /** Records a fault that belongs to no setting. */
    void problem(SettingProblem problem) {
        problems.add(problem);
    }

    /** Records a warning about the setting. */
    void warn(Setting setting, String message) {
        warnings.add(found(setting, message));
    }

    /** All faults: unknown names, then settings in documentation order. */
    List<SettingProblem> problems() {
        return sorted(problems);
    }

    /** All warnings in documentation order. */
    List<SettingProblem> warnings() {
        return sorted(warnings);
    }

    private void take(Setting setting, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (!undefined(value)) {
            texts.put(setting, value.strip());
            return;
        }
        withoutValue.add(setting);
        if (!value.isBlank() && MisspeltNames.limitsWhatIsSent(setting)) {
            problems.add(new SettingProblem(
                    setting.flatName(),
                    value,
                    "a variable in it is undefined, and without it more would be sent; set the variable or remove the"
                            + " setting"));
        } else if (!value.isBlank() && !setting.required()) {
            warnings.add(new SettingProblem(
                    setting.flatName(), value, "a variable in it is undefined; it counts as not given"));
        }
    }

    private @Nullable String fromEnvironment(Setting setting) {
        for (String name : setting.environmentNames()) {
            String value = environment.apply(name);
            if (value != null) {
                variables.put(setting, name);
                return value;
            }
        }
        return null;
    }

    private SettingProblem found(Setting setting, String message) {
        String variable = variables.get(setting);
        String source = variable == null ? "" : " (from the environment variable " + variable + ")";
        String text = texts.get(setting);
        return new SettingProblem(
                setting.flatName(), text, message + (text == null ? "" : TypingSlips.describe(text)) + source);
    }

    private static List<SettingProblem> sorted(List<SettingProblem> found) {
        if (found.size() < 2) {
            return List.copyOf(found);
        }
        var sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(SettingValues::place));
        return List.copyOf(sorted);
    }

    /** -1 for an unknown name, so that it comes first. */
    private static int place(SettingProblem problem) {
        return Arrays.asList(Setting.values()).indexOf(Setting.named(problem.setting()));
    }
}
