package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.text.NameMatch;
import io.github.azuremonitor.appender.common.text.SecretNames;
import io.github.azuremonitor.appender.common.text.SecretValues;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides which parts of a value may be shown in a message. When in doubt it hides: more people read a message than a
 * file.
 */
public final class Masking {
    private static final String HIDDEN = "***";
    private static final int LONGEST = 120;

    private static final Pattern SECRET_PAIR = Pattern.compile(
            "((?:password|passwd|pwd|secret|token|key|sig|signature|code)\\s*=\\s*)[^;&\\s]+",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HARMLESS_PROXY =
            Pattern.compile("([A-Za-z0-9+.-]+://)?(\\*{3}@)?([\\w.-]*|\\[[0-9a-fA-F:.]+])(:\\d*)?/?");

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private Masking() {}

    /** The value as one short line without its secrets. Idempotent. */
    public static String shown(String setting, String value) {
        String line = masked(setting, value).replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    private static String masked(String setting, String value) {
        if (SecretNames.looksSecret(setting)
                || NameMatch.plain(setting).contains("key")
                || SecretValues.looksSecret(value)) {
            return HIDDEN;
        }
        String safe = SECRET_PAIR
                .matcher(withoutUserInfo(SecretNames.withoutKeys(value)))
                .replaceAll("$1***");
        boolean proxy = setting.toLowerCase(Locale.ROOT).contains("proxy");
        return proxy && !HARMLESS_PROXY.matcher(safe).matches() ? HIDDEN : safe;
    }

    /** A sentence about a value that quotes no word of it that is hidden. */
    static String quoting(String setting, String value, String sentence) {
        String safe = masked(setting, value);
        return safe.equals(value)
                ? sentence
                : QUOTED.matcher(sentence)
                        .replaceAll(word -> Matcher.quoteReplacement(
                                safe.contains(word.group(1)) ? word.group() : "'" + HIDDEN + "'"));
    }

    /** Up to the last @, because a password may contain one. */
    private static String withoutUserInfo(String value) {
        int at = value.lastIndexOf('@');
        if (at < 0 || value.lastIndexOf(':', at) < 0) {
            return value;
        }
        int scheme = value.indexOf("://");
        String kept = scheme >= 0 && scheme < at ? value.substring(0, scheme + 3) : "";
        return kept + HIDDEN + value.substring(at);
    }
}
