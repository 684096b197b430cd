package io.github.azuremonitor.appender.emulator.view;

import io.github.azuremonitor.appender.emulator.wire.Call;
import org.jspecify.annotations.Nullable;

/** What a query narrows a list down to. */
final class Filters {
    private Filters() {}

    /** Whether a value is the one that is asked for, or none is; letters' case does not matter. */
    static boolean has(Call call, String parameter, @Nullable String value) {
        String asked = call.query(parameter);
        return asked == null || asked.equalsIgnoreCase(value);
    }

    /** The same for a status: {@code 403}, {@code 4xx}, or {@code refused} for all from 400 on and those without answer. */
    static boolean hasStatus(Call call, int status) {
        String asked = call.query("status");
        if (asked == null) {
            return true;
        }
        String text = "%03d".formatted(status);
        return switch (asked) {
            case "refused" -> status == 0 || status >= 400;
            default -> asked.endsWith("xx") ? asked.charAt(0) == text.charAt(0) : asked.equals(text);
        };
    }
}
