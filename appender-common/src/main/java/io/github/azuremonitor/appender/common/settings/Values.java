package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.settings.Form.Refused;
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
 * The texts of one reading, where they came from, and what was found wrong with them. Reading goes on after a fault, so
 * that the user learns of all faults at once. Not thread-safe; lives as long as one reading.
 */
final class Values {
    private final Map<Setting, String> texts = new EnumMap<>(Setting.class);
    private final Map<Setting, String> variables = new EnumMap<>(Setting.class);
    private final Set<Setting> withoutValue = EnumSet.noneOf(Setting.class);
    private final Set<Setting> wrong = EnumSet.noneOf(Setting.class);
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Function<String, @Nullable String> environment;

    Values(Map<String, String> explicit, Function<String, @Nullable String> environment) {
        this.environment = environment;
        for (Setting setting : Setting.values()) {
            String given = explicit.get(setting.flatName());
            take(setting, given == null ? fromEnvironment(setting) : given);
        }
        new TreeMap<>(explicit).forEach((name, value) -> {
            if (value != null && Setting.named(name) == null) {
                problems.add(FamiliarWords.unknown(name, value));
            }
        });
    }

    /** Whether the value says that nobody has filled it in: blank, or a variable that did not resolve. */
    static boolean undefined(String value) {
        return value.isBlank() || value.contains("_IS_UNDEFINED") || value.contains("${");
    }

    /**
     * The required settings without a value, if that means that nobody has configured the appender at all: one of them
     * is there and undefined, or nothing is there but variables that say where to send to no more than nothing does.
     * Otherwise empty.
     */
    List<String> notConfigured() {
        boolean nothing = problems.isEmpty()
                && texts.keySet().stream().allMatch(setting -> !setting.required() && variables.containsKey(setting));
        boolean undefined = withoutValue.stream().anyMatch(Setting::required);
        return nothing || undefined
                ? Arrays.stream(Setting.values())
                        .filter(setting -> setting.required() && !given(setting))
                        .map(Setting::flatName)
                        .toList()
                : List.of();
    }

    /** Whether the user gave it a value. */
    boolean given(Setting setting) {
        return texts.containsKey(setting);
    }

    /** Whether no fault was found in any of them; what compares settings asks first, lest one fault become two. */
    boolean sound(Setting... settings) {
        return Arrays.stream(settings).noneMatch(wrong::contains);
    }

    /** The value, or the default where there is none or a wrong one. Only for settings that have a default. */
    <T> T read(Setting setting, Form<T> form) {
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

    /** The value, or null where there is none or a wrong one. */
    <T> @Nullable T readIfGiven(Setting setting, Form<T> form) {
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

    /** As {@link #readIfGiven}, for what rows can go out without: a wrong value is a doubt and counts as not given. */
    <T> @Nullable T readIfUsable(Setting setting, Form<T> form) {
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

    /** As {@link #readIfGiven}; that there is no value is a fault. */
    <T> @Nullable T readRequired(Setting setting, Form<T> form) {
        if (!given(setting)) {
            wrong.add(setting);
            problems.add(Problem.missing(setting));
        }
        return readIfGiven(setting, form);
    }

    /** The text or null. */
    @Nullable String text(Setting setting) {
        return texts.get(setting);
    }

    /** A variable of the environment that other libraries read too; null where it is undefined. */
    @Nullable String variable(String name) {
        String value = environment.apply(name);
        return value == null || undefined(value) ? null : value.strip();
    }

    /** Keeps a fault of the setting. */
    void problem(Setting setting, String message) {
        wrong.add(setting);
        problems.add(found(setting, message));
    }

    /** Keeps a fault that is in no setting. */
    void problem(Problem problem) {
        problems.add(problem);
    }

    /** Keeps a doubt about the setting. */
    void warn(Setting setting, String message) {
        warnings.add(found(setting, message));
    }

    /** All faults: unknown names, then settings in documentation order. */
    List<Problem> problems() {
        return sorted(problems);
    }

    /** All doubts in documentation order. */
    List<Problem> warnings() {
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
        if (!value.isBlank() && Slips.limitsWhatIsSent(setting)) {
            problems.add(new Problem(
                    setting.flatName(),
                    value,
                    "a variable in it is undefined, and without it more would be sent; set the variable or remove the"
                            + " setting"));
        } else if (!value.isBlank() && !setting.required()) {
            warnings.add(
                    new Problem(setting.flatName(), value, "a variable in it is undefined; it counts as not given"));
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

    private Problem found(Setting setting, String message) {
        String variable = variables.get(setting);
        String source = variable == null ? "" : " (from the environment variable " + variable + ")";
        return new Problem(setting.flatName(), texts.get(setting), message + source);
    }

    private static List<Problem> sorted(List<Problem> found) {
        return found.stream().sorted(Comparator.comparingInt(Values::place)).toList();
    }

    /** -1 for what is no setting, so that it comes first. */
    private static int place(Problem problem) {
        return Arrays.asList(Setting.values()).indexOf(Setting.named(problem.setting()));
    }
}
