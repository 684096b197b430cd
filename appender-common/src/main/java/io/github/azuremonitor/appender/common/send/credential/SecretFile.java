package io.github.azuremonitor.appender.common.send.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the files that hold secrets; the only reader of files in this package. */
final class SecretFile {
    /** A certificate with its chain has some 10 KB. */
    private static final long LARGEST = 1024 * 1024;

    private SecretFile() {}

    /**
     * The whole file.
     *
     * @param setting name of the setting that names the file
     * @param credential who wants it, for people
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

    private static TokenFailure unavailable(String credential, String sentence) {
        return new TokenFailure("CredentialUnavailable", credential, credential + ": " + sentence);
    }
}
