package io.github.azuremonitor.appender.common.ring;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What goes through the ring for one log call: a row that was begun, and the event itself if the flusher needs something of
 * it, or the event alone if the flusher is to write the whole row. Used again; not thread-safe.
 */
public final class RingEntry {
    private static final byte[] NO_BYTES = {};

    /** Object headers, references and numbers of an event beside its texts, in bytes. */
    private static final int EVENT_OVERHEAD_BYTES = 200;

    /** Which array is kept from one entry to the next: that of the usual row. */
    private static final int KEPT_BYTES = 8 * 1024;

    private int table;
    private Severity severity = Severity.INFO;
    private long epochMillis;
    private byte[] bytes = NO_BYTES;
    private int offset;
    private int length;
    private @Nullable LoggedEvent event;
    private long sequence;
    private boolean complete;

    /**
     * Begins anew, with neither row nor event.
     *
     * @param toTable which table the row goes to: a number given out by the pipeline
     * @param time of the event in milliseconds since 1970
     */
    public void begin(int toTable, Severity ofEvent, long time) {
        table = toTable;
        epochMillis = time;
        if (severity != ofEvent) {
            severity = ofEvent;
        }
        offset = 0;
        length = 0;
        event = null;
    }

    /** The row as far as it was begun; the array is not copied. */
    public void row(byte[] begun, int count) {
        row(begun, 0, count);
    }

    void row(byte[] begun, int from, int count) {
        // Mostly the same; an assignment in old memory costs more than a look.
        if (bytes != begun) {
            bytes = begun;
        }
        offset = from;
        length = count;
    }

    /** The event, or null. From now on it belongs to whoever takes this out of the ring. */
    public void event(@Nullable LoggedEvent given) {
        event = given;
    }

    /** Lets go of the event, and of an unusually long row's array. */
    public void clear() {
        event = null;
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = NO_BYTES;
        }
    }

    /** The same with the row in an array of its own, which is no longer than needed. */
    public RingEntry copy() {
        var copy = new RingEntry();
        copy.begin(table, severity, epochMillis);
        copy.row(Arrays.copyOfRange(bytes, offset, offset + length), length);
        copy.event = event;
        return copy;
    }

    /** Says where it was in the ring, and whether all of it was written there. */
    void at(long first, boolean isWhole) {
        sequence = first;
        complete = isWhole;
    }

    /** Which table the row goes to. */
    public int table() {
        return table;
    }

    /** How severe. */
    public Severity severity() {
        return severity;
    }

    /** Time of the event in milliseconds since 1970. */
    public long epochMillis() {
        return epochMillis;
    }

    /** Holds the row that was begun, from {@link #offset()} on. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the row begins. */
    public int offset() {
        return offset;
    }

    /** Bytes of the row that was begun; 0 if there is only the event. */
    public int length() {
        return length;
    }

    /** The event, or null. */
    public @Nullable LoggedEvent event() {
        return event;
    }

    /** First sequence in the ring. */
    public long sequence() {
        return sequence;
    }

    /** Whether all was written; else it counts as lost at capture. */
    public boolean isComplete() {
        return complete;
    }

    /** Bytes that it stands for; a character of an event takes two at most, and nobody can tell cheaply when it takes one. */
    long weight() {
        LoggedEvent held = event;
        return length + (held == null ? 0 : EVENT_OVERHEAD_BYTES + 2L * held.chars());
    }
}
