package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.settings.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A property that is on or off, as Spring Boot writes these. Read by hand: Spring's own way would end the application. */
final class Switch {
    private Switch() {}

    /** The value; that of a text which is neither, or of none, is the default. */
    static boolean isOn(@Nullable String text, boolean standard) {
        Boolean value = value(text);
        return value == null ? standard : value;
    }

    /** What is wrong with the text, if anything is. */
    static List<Problem> faults(String name, @Nullable String text) {
        return isGiven(text) && value(text) == null
                ? List.of(new Problem(name, text, "is neither true nor false; write true or false"))
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
