package io.github.azuremonitor.appender.common.chaos;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.BitSet;

/** What an observer from outside knows about each row, by its number. */
final class RowBook {
    private static final String ID = "\"Id\":";

    /** Taken from the application. */
    final BitSet offered = new BitSet();

    /** Azure has it. */
    final BitSet stored = new BitSet();

    final BitSet storedTwice = new BitSet();

    /** Something happened that explains a second copy. */
    final BitSet mayBeTwice = new BitSet();

    /** Azure refuses it whatever it comes with. */
    final BitSet poison = new BitSet();

    /** In a file of dead letters. */
    final BitSet buried = new BitSet();

    /** Was only in the memory of a process that was killed. */
    final BitSet diedWithProcess = new BitSet();

    private int next;

    int rows() {
        return next;
    }

    /** A new row with its number in it. */
    byte[] row(long epochMillis, String text, boolean isPoison) {
        if (isPoison) {
            poison.set(next);
        }
        return ("{\"TimeGenerated\":\"" + Instant.ofEpochMilli(epochMillis) + "\"," + ID + next++ + ",\"Message\":\""
                        + text + "\"}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    void stored(BitSet rows) {
        BitSet again = (BitSet) rows.clone();
        again.and(stored);
        storedTwice.or(again);
        stored.or(rows);
    }

    /** Rows of which nobody outside a process's memory has a copy. */
    BitSet missing() {
        BitSet missing = (BitSet) offered.clone();
        missing.andNot(stored);
        missing.andNot(buried);
        missing.andNot(diedWithProcess);
        return missing;
    }

    static BitSet ids(Batch batch) {
        var ids = new BitSet();
        try {
            BatchSplitter.rows(batch).forEach(row -> ids.set(id(row)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (ids.cardinality() != batch.rows()) {
            throw new AssertionError(batch + " has rows twice: " + ids);
        }
        return ids;
    }

    static int id(byte[] row) {
        // It stands before the message, which may be long.
        String start = new String(row, 0, Math.min(row.length, 80), StandardCharsets.ISO_8859_1);
        int from = start.indexOf(ID) + ID.length();
        return Integer.parseInt(start, from, start.indexOf(',', from), 10);
    }
}
