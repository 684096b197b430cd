package io.github.azuremonitor.appender.common.column;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of a column's step {@code hash}: where it is, and the key itself once somebody has read it. Shows it to nobody.
 * Immutable; any thread.
 */
public final class PseudonymKey {
    /** What becomes of a value as long as there is no key: it is never shipped as it is. */
    static final String NO_KEY = "[no key]";

    /** Fewer can be found out by trying. */
    private static final int LEAST_BYTES = 16;

    /** Half of the hash, and still no two values in a lifetime that share one. */
    private static final int KEPT_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String VARIABLE = "env:";
    private static final String FILE = "file:";

    private final String source;
    private final byte @Nullable [] secret;

    private PseudonymKey(String source, byte @Nullable [] secret) {
        this.source = source;
        this.secret = secret;
    }

    /** The key at {@code env:NAME} or {@code file:PATH}, not yet read; null if the text is neither. */
    static @Nullable PseudonymKey at(String source) {
        boolean known = source.startsWith(VARIABLE) || source.startsWith(FILE);
        return known && !source.substring(source.indexOf(':') + 1).isBlank() ? new PseudonymKey(source, null) : null;
    }

    /** Whether the key is in a file, or else in an environment variable. */
    public boolean isInFile() {
        return source.startsWith(FILE);
    }

    /** Path of the file, or name of the variable. */
    public String name() {
        return source.substring(source.indexOf(':') + 1).strip();
    }

    /** What is wrong with the text of a key, with the correction, or null. Quotes nothing of it. */
    public static @Nullable String fault(String text) {
        int bytes = text.strip().getBytes(StandardCharsets.UTF_8).length;
        return bytes >= LEAST_BYTES
                ? null
                : "has fewer than " + LEAST_BYTES + " bytes; write 64 digits, such as openssl rand -hex 32 gives";
    }

    /** The same with the key: the bytes of its text in UTF-8, without blanks and ends of lines around it. */
    public PseudonymKey with(String text) {
        return new PseudonymKey(source, text.strip().getBytes(StandardCharsets.UTF_8));
    }

    /** What stands for the text: the first half of its HMAC-SHA-256 as 32 hexadecimal digits in lower case. */
    public String pseudonym(String text) {
        if (secret == null) {
            return NO_KEY;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, KEPT_BYTES);
        } catch (GeneralSecurityException impossible) {
            // Each JVM has to have it.
            return NO_KEY;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PseudonymKey key
                && source.equals(key.source)
                && MessageDigest.isEqual(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return 31 * source.hashCode() + Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
        return source;
    }
}
