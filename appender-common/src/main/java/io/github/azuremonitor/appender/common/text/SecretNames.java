package io.github.azuremonitor.appender.common.text;

import java.util.List;
import java.util.regex.Pattern;

/** Names of secrets: one list for values in messages and for keys that a wildcard leaves out. */
public final class SecretNames {
    private static final List<String> PARTS = List.of(
            "password",
            "passwd",
            "pwd",
            "secret",
            "token",
            "authorization",
            "cookie",
            "apikey",
            "accesskey",
            "privatekey",
            "connectionstring",
            "signature");

    /** The step {@code hash} of a column whose first text says no place of a key, so that it may be the key. */
    private static final Pattern KEY_OF_HASH =
            Pattern.compile("(?i)(hash\\s*\\(\\s*)([\"'])(?!env:|file:)(?:(?!\\2).)*+\\2?", Pattern.DOTALL);

    private SecretNames() {}

    /** A text of the setting {@code columns} without what may be the key of a pseudonym. */
    public static String withoutKeys(String columns) {
        return KEY_OF_HASH.matcher(columns).replaceAll("$1$2***$2");
    }

    /** Whether a setting, an MDC key or the like of that name may hold a secret. In doubt it may. */
    public static boolean looksSecret(String name) {
        String plain = NameMatch.plain(name);
        return PARTS.stream().anyMatch(plain::contains);
    }
}
