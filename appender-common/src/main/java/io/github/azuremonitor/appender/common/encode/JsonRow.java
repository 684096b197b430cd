package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.Structure;
import io.github.azuremonitor.appender.common.event.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one row after another as JSON objects into one buffer. A row is written in one go from prepared pieces, which is
 * why it is not written by a library; tests hold the two to the same bytes. Not thread-safe, and used again for the next row.
 */
public final class JsonRow {
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    /** For what is a part of a row. */
    private static final int SMALL_BYTES = 512;

    private final RowBuffer buffer;
    private int maxFieldBytes = Values.FIELD_BYTES;
    private Remarks remarks = Remarks.IGNORED;
    private @Nullable ObjectFields object;
    private @Nullable JsonRow inner;

    /** Whether the open object has no member yet. */
    private boolean isEmpty;

    /** Whether something of the column that is being written was cut. */
    private boolean isCut;

    /** Columns of this row of which something was cut; mostly none. */
    private final List<String> cutColumns = new ArrayList<>(0);

    /** An empty one. */
    public JsonRow() {
        this(RowBuffer.USUAL_BYTES);
    }

    private JsonRow(int capacity) {
        buffer = new RowBuffer(capacity);
    }

    /**
     * Begins a row, whatever became of the last one.
     *
     * @param fieldBytes no text of it gets more bytes of UTF-8
     * @param listener told what the row does not show
     */
    void start(int fieldBytes, Remarks listener) {
        maxFieldBytes = fieldBytes;
        listener(listener);
        buffer.clear();
        takeCut();
        if (!cutColumns.isEmpty()) {
            cutColumns.clear();
        }
        open('{');
    }

    /** Goes on with a row that was begun elsewhere, of which {@code length} bytes are there. */
    void resume(byte[] from, int offset, int length, int fieldBytes, Remarks listener) {
        start(fieldBytes, listener);
        buffer.clear();
        buffer.add(from, offset, length);
        isEmpty = length == 1;
    }

    /** What was written since {@link #start}, the last brace not yet. */
    RowBuffer begun() {
        return buffer;
    }

    /** Something of the column that is being written was cut, or left out for its length. */
    void cut() {
        isCut = true;
    }

    /** Whether that was said since this was asked for the last time. */
    boolean takeCut() {
        boolean was = isCut;
        // An assignment in old memory costs more than a look.
        if (was) {
            isCut = false;
        }
        return was;
    }

    /** All of that column is written. */
    void endColumn(String column) {
        if (takeCut()) {
            cutColumns.add(column);
        }
    }

    /** Says of which columns something was cut. */
    void tellCuts(Remarks listener, String logger) {
        for (int i = 0; i < cutColumns.size(); i++) {
            listener.cut(cutColumns.get(i), logger);
        }
    }

    /** Gives back what an unusually long row needed. */
    public void trim() {
        buffer.trim();
        if (inner != null) {
            inner.trim();
        }
    }

    /** Says who is told from now on what the row does not show. */
    void listener(Remarks other) {
        // An assignment in old memory costs more than a look.
        if (remarks != other) {
            remarks = other;
        }
    }

    Remarks remarks() {
        return remarks;
    }

    /** For the one object that this row is writing. */
    ObjectFields object() {
        ObjectFields known = object;
        if (known == null) {
            known = new ObjectFields(this);
            object = known;
        }
        return known;
    }

    /** A row of its own that is begun, for an object that becomes a text of this one. */
    JsonRow inner() {
        JsonRow known = inner;
        if (known == null) {
            known = new JsonRow(SMALL_BYTES);
            inner = known;
        }
        known.start(Values.FIELD_BYTES, remarks);
        return known;
    }

    /** Bytes so far. */
    int length() {
        return buffer.length();
    }

    RowBuffer end() {
        endObject();
        return buffer;
    }

    void text(FieldName name, CharSequence value) {
        name(name);
        string(value, maxFieldBytes);
    }

    /** Members as {@link #members} has prepared them. */
    void prepared(byte[] members) {
        separate();
        buffer.add(members);
    }

    void time(FieldName name, long epochSecond, int nanoOfSecond) {
        name(name);
        buffer.add((byte) '"');
        byte[] target = buffer.room(TimestampText.LENGTH);
        TimestampText.write(epochSecond, nanoOfSecond, target, buffer.length());
        buffer.length(buffer.length() + TimestampText.LENGTH);
        buffer.add((byte) '"');
    }

    void number(FieldName name, long value) {
        name(name);
        JsonNumber.write(value, buffer);
    }

    /** A value with the JSON type that its Java type suggests; numbers that JSON does not know become text. */
    void value(FieldName name, Object value) {
        name(name);
        write(value);
    }

    void startObject(FieldName name) {
        name(name);
        open('{');
    }

    void endObject() {
        close('}');
    }

    /** What {@code writer} writes, as members that {@link #prepared} puts into a row. */
    static byte[] members(Consumer<JsonRow> writer) {
        var alone = new JsonRow(SMALL_BYTES);
        alone.isEmpty = true;
        writer.accept(alone);
        return alone.buffer.copy();
    }

    /** A structure as JSON text, for columns that hold text. */
    static String text(Structure structure) {
        var alone = new JsonRow(SMALL_BYTES);
        alone.write(structure);
        return new String(alone.buffer.bytes(), 0, alone.buffer.length(), StandardCharsets.UTF_8);
    }

    private void name(FieldName name) {
        separate();
        buffer.add(name.json());
    }

    private void separate() {
        if (isEmpty) {
            isEmpty = false;
        } else {
            buffer.add((byte) ',');
        }
    }

    private void open(char bracket) {
        buffer.add((byte) bracket);
        isEmpty = true;
    }

    private void close(char bracket) {
        buffer.add((byte) bracket);
        // What stands around it has it as a member.
        isEmpty = false;
    }

    private void write(@Nullable Object value) {
        if (value instanceof String text) {
            write(text);
        } else if (value == null) {
            buffer.add(NULL);
        } else if (value instanceof Boolean truth) {
            buffer.add(truth ? TRUE : FALSE);
        } else if (value instanceof Number number) {
            write(number);
        } else if (value instanceof Structure structure) {
            write(structure);
        } else {
            write(value.toString());
        }
    }

    private void write(String text) {
        string(text, maxFieldBytes);
    }

    private void string(CharSequence text, int maxBytes) {
        if (JsonString.write(text, maxBytes, buffer)) {
            cut();
        }
    }

    private void write(Number value) {
        if (!JsonNumber.write(value, buffer)) {
            write(value.toString());
        }
    }

    /** As deep as the copy was made, which is bounded. */
    private void write(Structure structure) {
        if (structure.isCut()) {
            cut();
        }
        open(structure.isObject() ? '{' : '[');
        for (int i = 0; i < structure.size(); i++) {
            separate();
            if (structure.isObject()) {
                string(structure.name(i), 1024);
                buffer.add((byte) ':');
            }
            write(structure.value(i));
        }
        close(structure.isObject() ? '}' : ']');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
