package io.github.azuremonitor.appender.common.chaos;

import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/** What lies on disk, as somebody reads it who knows nothing of the processes. */
record Remains(BitSet waiting, BitSet buried) {
    static Remains in(Path root) {
        var waiting = new BitSet();
        PlayedDisk.waiting(root).forEach(batch -> waiting.or(RowBook.ids(batch)));
        var buried = new BitSet();
        PlayedDisk.files(root, ".ndjson").forEach(file -> buried.or(rowsIn(file)));
        return new Remains(waiting, buried);
    }

    private static BitSet rowsIn(Path letter) {
        var rows = new BitSet();
        try {
            String text = Files.readString(letter, StandardCharsets.ISO_8859_1);
            text.lines()
                    .skip(1)
                    .filter(line -> line.endsWith("}"))
                    .forEach(line -> rows.set(RowBook.id(line.getBytes(StandardCharsets.ISO_8859_1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
