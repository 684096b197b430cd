package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.Structure;
import io.github.azuremonitor.appender.common.settings.Masking;
import io.github.azuremonitor.appender.common.text.SecretNames;

/** A value that fits no column, in a status line: enough of it to find the log call. */
final class UnfitValue {
    /** A few times what is shown, so that masking sees a secret that would be cut. */
    private static final int LOOKED_AT_CHARS = 4096;

    private UnfitValue() {}

    /**
     * The value and its class.
     *
     * @param names of the column and its keys; one that sounds like a secret masks the value
     */
    static String shown(String names, Object value) {
        if (value instanceof Structure structure) {
            String json = JsonRow.text(structure.without(SecretNames::looksSecret));
            return line(names, json) + (structure.isObject() ? " (an object)" : " (a list)");
        }
        return line(names, value.toString()) + " (" + value.getClass().getName() + ")";
    }

    private static String line(String names, String text) {
        return "'" + Masking.shown(names, text.substring(0, Math.min(text.length(), LOOKED_AT_CHARS))) + "'";
    }
}
