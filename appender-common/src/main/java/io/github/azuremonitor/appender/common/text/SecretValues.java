package io.github.azuremonitor.appender.common.text;

import java.util.regex.Pattern;

/** Texts that look like a secret by themselves, whatever their name is. */
public final class SecretValues {
    /** PEM, an Authorization header, a JSON web token, and the form of Entra's client secrets. */
    private static final Pattern CONTENT =
            Pattern.compile("-----BEGIN |^(?i:bearer|basic) |eyJ[\\w-]{10,}\\.eyJ" + "|[\\w~.-]{3}\\dQ~[\\w~.-]{20,}");
    /** Account and workspace keys. Requiring both letters and digits keeps long words and paths visible. */
    private static final Pattern BASE64_KEY =
            Pattern.compile("(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[A-Za-z0-9+][A-Za-z0-9+/]{39,}={0,2}");

    private SecretValues() {}

    /** Whether the text looks like a key, token or client secret. A GUID does not: it is an identifier. */
    public static boolean looksSecret(String value) {
        return CONTENT.matcher(value).find() || BASE64_KEY.matcher(value).matches();
    }
}
