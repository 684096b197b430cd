package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A boolean property in the forms that Spring Boot accepts. Read by hand, because Spring's own conversion would end the
 * application.
 */
final class Switch {
    private Switch() {}

    /** The value; the default for any other text or none. */
    static boolean isOn(@Nullable String text, boolean standard) {
        Boolean value = value(text);
        return value == null ? standard : value;
    }

    /** What is wrong with the text, if anything. */
    static List<SettingProblem> faults(String name, @Nullable String text) {
        return isGiven(text) && value(text) == null
                ? List.of(new SettingProblem(name, text, "is neither true nor false; write true or false"))
                : List.of();
    }

    static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static @Nullable Boolean value(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> Boolean.TRUE;
            case "false", "off", "no", "0" -> Boolean.FALSE;
            default -> null;
        };
    }
}
