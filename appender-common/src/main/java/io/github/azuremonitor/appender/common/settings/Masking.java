package io.github.azuremonitor.appender.common.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/** Decides what of a value may be shown in a message. In doubt it hides: a message is read by more people than a file. */
public final class Masking {
    private static final String HIDDEN = "***";
    private static final int LONGEST = 120;

    private static final Pattern SECRET_NAME =
            Pattern.compile("password|passwd|pwd|secret|token|authorization|cookie|key|connectionstring|signature");
    private static final Pattern SECRET_PAIR = Pattern.compile(
            "((?:password|passwd|pwd|secret|token|key|sig|signature|code)\\s*=\\s*)[^;&\\s]+",
            Pattern.CASE_INSENSITIVE);
    /** PEM, an Authorization header, a JSON web token, and the form of Entra's client secrets. */
    private static final Pattern SECRET_CONTENT =
            Pattern.compile("-----BEGIN |^(?i:bearer|basic) |eyJ[\\w-]{10,}\\.eyJ" + "|[\\w~.-]{3}\\dQ~[\\w~.-]{20,}");
    /** Account and workspace keys. The mix of letters and digits keeps long words and paths visible. */
    private static final Pattern BASE64_KEY =
            Pattern.compile("(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[A-Za-z0-9+][A-Za-z0-9+/]{39,}={0,2}");

    private static final Pattern HARMLESS_PROXY =
            Pattern.compile("([A-Za-z0-9+.-]+://)?(\\*{3}@)?([\\w.-]*|\\[[0-9a-fA-F:.]+])(:\\d*)?/?");

    private Masking() {}

    /** The value as one short line without its secrets. Showing what is shown already changes nothing. */
    public static String shown(String setting, String value) {
        if (SECRET_NAME.matcher(Names.plain(setting)).find() || looksSecret(value)) {
            return HIDDEN;
        }
        String safe = SECRET_PAIR.matcher(withoutUserInfo(value)).replaceAll("$1***");
        if (setting.toLowerCase(Locale.ROOT).contains("proxy")
                && !HARMLESS_PROXY.matcher(safe).matches()) {
            return HIDDEN;
        }
        String line = safe.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    /** Whether the text has the form of a key, token or client secret. A GUID has not: it is an identifier. */
    static boolean looksSecret(String value) {
        return SECRET_CONTENT.matcher(value).find() || BASE64_KEY.matcher(value).matches();
    }

    /** Up to the last @, because a password may hold one. */
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
