package io.github.azuremonitor.appender.common.send.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the files that hold secrets; the only reader of files in this package. */
final class SecretFile {
    /** A certificate with its chain takes about 10 KB. */
    private static final long LARGEST = 1024 * 1024;

    private SecretFile() {}

    /**
     * The whole file.
     *
     * @param setting name of the setting that names the file
     * @param credential name of the credential that needs it, for people
     */
    static byte[] read(String setting, @Nullable Path file, String credential) throws TokenFailure {
        if (file == null) {
            throw unavailable(credential, "the setting " + setting + " is missing.");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw unavailable(credential, setting + " " + file + " has more than 1 MB and is no secret.");
            }
            byte[] content = Files.readAllBytes(file);
            if (new String(content, StandardCharsets.ISO_8859_1).isBlank()) {
                throw unavailable(credential, setting + " " + file + " is empty.");
            }
            return content;
        } catch (NoSuchFileException missing) {
            throw unavailable(credential, setting + " " + file + " does not exist.");
        } catch (IOException unreadable) {
            throw unavailable(credential, setting + " " + file + " cannot be read: " + unreadable);
        }
    }

    /** The file's text without its mark of byte order and its end of line. */
    static String text(String setting, @Nullable Path file, String credential) throws TokenFailure {
        byte[] content = read(setting, file, credential);
        return new String(content, isUtf16(content) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .strip();
    }

    /** What the > of Windows PowerShell writes; no secret begins with these bytes. */
    private static boolean isUtf16(byte[] content) {
        int first = content.length < 2 ? 0 : ((content[0] & 0xff) << 8) | (content[1] & 0xff);
        return first == 0xfeff || first == 0xfffe;
    }

    private static TokenFailure unavailable(String credential, String sentence) {
        return new TokenFailure("CredentialUnavailable", credential, credential + ": " + sentence);
    }
}
