package io.github.azuremonitor.appender.common.spool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.spool.Disk.Found;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Kind;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads files of all kinds in a spool, and says what is wrong with them. Trusts nothing that it reads. */
final class SpoolContents {
    private static final JsonFactory JSON = new JsonFactory();
    private static final UUID NEVER_SENT = new UUID(0, 0);
    private static final String CUT = "the end is damaged";

    private final Disk disk;

    SpoolContents(Disk disk) {
        this.disk = disk;
    }

    /** The kind of a file by its name, or null if it is not ours. */
    static @Nullable Kind kind(String name) {
        if (DeadLetterFolder.FORM.matcher(name).matches()) {
            return Kind.DEAD_LETTER;
        }
        SpoolName parts = SpoolName.parse(name);
        return parts == null
                ? null
                : switch (parts.ending()) {
                    case SpoolName.BATCH -> Kind.BATCH;
                    case SpoolName.TEMPORARY -> Kind.UNFINISHED;
                    case SpoolName.OPEN -> Kind.JOURNAL;
                    default -> Kind.BAD;
                };
    }

    /** Describes a file; null if it is not ours or is gone. */
    @Nullable Content content(Found found) throws IOException {
        Kind kind = kind(found.name());
        if (kind == null) {
            return null;
        }
        long millis = Long.parseLong(found.name().substring(0, 13));
        try {
            return switch (kind) {
                case DEAD_LETTER -> {
                    Rows letter = letter(found.path());
                    yield new Content(
                            found.path(),
                            kind,
                            found.size(),
                            letter.stream(),
                            letter.rows().size(),
                            millis,
                            millis,
                            letter.damage());
                }
                case JOURNAL -> {
                    if (found.size() == 0) {
                        yield new Content(found.path(), kind, 0, "", 0, millis, millis, null);
                    }
                    JournalFile journal = journal(found.path());
                    yield content(found, kind, journal.content(), journal.isDamaged() ? CUT : null);
                }
                case BATCH -> content(found, kind, header(found), null);
                // These have to be read completely to know what is in them.
                case UNFINISHED, BAD -> {
                    byte[] whole = disk.read(found.path(), SpoolFile.maxFile());
                    SpoolFile file = SpoolFile.read(whole, whole.length);
                    file.body(whole);
                    yield content(found, kind, file, null);
                }
            };
        } catch (NoSuchFileException gone) {
            return null;
        } catch (IOException unreadable) {
            return new Content(found.path(), kind, found.size(), "", 0, millis, millis, reason(unreadable));
        }
    }

    /** The complete rows of a file. */
    Rows rows(Path file) throws IOException {
        Kind kind = kind(String.valueOf(file.getFileName()));
        if (kind == null) {
            throw new DamagedFileException("not a file of a spool, by its name");
        }
        if (kind == Kind.DEAD_LETTER) {
            return letter(file);
        }
        if (kind == Kind.JOURNAL) {
            JournalFile journal = journal(file);
            return new Rows(journal.content().stream(), null, journal.rows(), journal.isDamaged() ? CUT : null);
        }
        byte[] whole = disk.read(file, SpoolFile.maxFile());
        SpoolFile content = SpoolFile.read(whole, whole.length);
        var batch = new Batch(0, NEVER_SENT, content.batch(), content.body(whole));
        return new Rows(content.stream(), null, BatchSplitter.rows(batch), null);
    }

    private SpoolFile header(Found found) throws IOException {
        return SpoolFile.read(disk.read(found.path(), SpoolFile.MAX_HEADER), found.size());
    }

    private JournalFile journal(Path file) throws IOException {
        return JournalFile.read(disk.read(file, JournalFile.maxFile()));
    }

    private Rows letter(Path file) throws IOException {
        List<String> lines = new String(disk.read(file, Integer.MAX_VALUE - 8), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (lines.isEmpty()) {
            throw new DamagedFileException("empty");
        }
        var rows = new ArrayList<byte[]>();
        String damage = null;
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("{") && line.endsWith("}")) {
                rows.add(line.getBytes(StandardCharsets.UTF_8));
            } else {
                damage = CUT;
            }
        }
        return new Rows(stream(lines.get(0)), lines.get(0), rows, damage);
    }

    private static String stream(String refusal) throws IOException {
        try (JsonParser parser = JSON.createParser(refusal)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            while (object && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals("stream");
                parser.nextToken();
                if (found) {
                    return parser.getValueAsString("");
                }
                parser.skipChildren();
            }
        } catch (com.fasterxml.jackson.core.JacksonException noJson) {
            throw new DamagedFileException("the first line is not JSON");
        }
        return "";
    }

    private static Content content(Found found, Kind kind, SpoolFile file, @Nullable String damage) {
        return new Content(
                found.path(),
                kind,
                found.size(),
                file.stream(),
                file.rows(),
                file.rows() == 0 ? 0 : file.oldestMillis(),
                file.rows() == 0 ? 0 : file.newestMillis(),
                damage);
    }

    private static String reason(IOException unreadable) {
        return unreadable.getMessage() == null ? unreadable.getClass().getSimpleName() : unreadable.getMessage();
    }
}
