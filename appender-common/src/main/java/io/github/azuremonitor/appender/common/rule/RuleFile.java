package io.github.azuremonitor.appender.common.rule;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the file of a rule; the only reader of files in this package. */
final class RuleFile {
    /** Azure accepts no template above 4 MB; a rule takes about 10 KB. */
    static final int LARGEST = 4 * 1024 * 1024;

    private RuleFile() {}

    /** The whole file. Never waits for a pipe or a device. */
    static byte[] read(Path file) throws UnusableRuleException {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new UnusableRuleException("is not a file; write the path of the rule's JSON");
            }
            byte[] content;
            try (InputStream in = Files.newInputStream(file)) {
                content = in.readNBytes(LARGEST + 1);
            }
            if (content.length > LARGEST) {
                throw new UnusableRuleException("has more than 4 MB and is no rule; write the path of the rule's JSON");
            }
            return content;
        } catch (NoSuchFileException missing) {
            throw new UnusableRuleException(
                    "does not exist; write the path of the rule's JSON, as az monitor data-collection"
                            + " rule show prints it");
        } catch (IOException | RuntimeException unreadable) {
            throw new UnusableRuleException("cannot be read (" + unreadable + "); see that this process may read it");
        }
    }
}
