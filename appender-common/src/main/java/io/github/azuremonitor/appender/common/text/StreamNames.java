package io.github.azuremonitor.appender.common.text;

import org.jspecify.annotations.Nullable;

/** Names of a data collection rule's streams: {@code Custom-…} or {@code Microsoft-…}. */
public final class StreamNames {
    private static final String CUSTOM = "Custom-";
    private static final String MICROSOFT = "Microsoft-";

    private StreamNames() {}

    /** What is wrong with the name, with the correction, or null. */
    public static @Nullable String fault(String name) {
        boolean fits = isOfNames(name);
        if (fits && (isLonger(name, CUSTOM, false) || isLonger(name, MICROSOFT, false))) {
            return null;
        }
        if (fits && (isLonger(name, CUSTOM, true) || isLonger(name, MICROSOFT, true))) {
            int dash = name.indexOf('-');
            boolean custom = name.regionMatches(true, 0, "custom", 0, dash);
            return "begins in the wrong case; write " + (custom ? "Custom" : "Microsoft") + name.substring(dash);
        }
        if (fits && !SecretValues.looksSecret(name)) {
            return "is the name of a table, not of a stream; write Custom-" + name;
        }
        return "is not the name of a stream; write Custom- and letters, digits, _ or -, such as Custom-AppLogs_CL";
    }

    private static boolean isLonger(String name, String prefix, boolean anyCase) {
        return name.length() > prefix.length() && name.regionMatches(anyCase, 0, prefix, 0, prefix.length());
    }

    /** ASCII letters, digits, _ and -, at least one; without an expression, whose classes a start would wait for. */
    private static boolean isOfNames(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
