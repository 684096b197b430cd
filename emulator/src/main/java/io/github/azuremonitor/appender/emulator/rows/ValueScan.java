package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.kql.KqlValues;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads columns of stored rows for a query, one row at a time, with the times as they were sent. Used by one thread. */
final class ValueScan implements Iterator<@Nullable Object[]> {
    private final Iterator<Submission> bodies;
    private final RowSettings settings;
    private final ValueReader reader;
    private Instant receivedAt = Instant.EPOCH;
    private Object receivedValue = KqlValues.read(Instant.EPOCH);
    private Instant givenAt = Instant.EPOCH;
    private Object givenValue = receivedValue;
    private @Nullable RowCursor cursor;
    private @Nullable Object @Nullable [] next;

    ValueScan(List<Submission> bodies, RowSettings settings, ValueReader reader) {
        this.bodies = bodies.iterator();
        this.settings = settings;
        this.reader = reader;
    }

    /** When the row that was given last was received. */
    Instant receivedAt() {
        return givenAt;
    }

    /** The same as a value. */
    Object receivedValue() {
        return givenValue;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            next = cursor == null ? null : read(cursor);
            if (next == null) {
                if (!bodies.hasNext()) {
                    cursor = null;
                    return false;
                }
                Submission body = bodies.next();
                receivedAt = body.receivedAt();
                receivedValue = KqlValues.read(receivedAt);
                cursor = body.rows(settings, null);
            }
        }
        return true;
    }

    private @Nullable Object @Nullable [] read(RowCursor from) {
        try {
            @Nullable Object[] row = from.next(reader::read);
            if (row != null) {
                row[row.length - 1] = receivedValue;
            }
            return row;
        } catch (UnreadableBodyException e) {
            throw new IllegalStateException("a body that was read once cannot be read again", e);
        }
    }

    @Override
    public @Nullable Object[] next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        @Nullable Object[] row = next;
        next = null;
        givenAt = receivedAt;
        givenValue = receivedValue;
        return row;
    }
}
