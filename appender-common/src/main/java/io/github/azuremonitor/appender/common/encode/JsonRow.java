package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.Structure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one row after another as JSON objects into one buffer. A row is written in one go from prepared pieces, which is
 * why it is not written by a library; tests hold the two to the same bytes. Flusher only.
 */
final class JsonRow {
    /** Decimal digits that every double holds. */
    private static final int DECIMAL_DIGITS = 15;

    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    /** Digits of the longest long, and its sign. */
    private static final int LONGEST_LONG = 20;

    private final RowBuffer buffer = new RowBuffer();
    private int maxFieldBytes = FieldText.MAX_BYTES;

    /** Whether the open object has no member yet. */
    private boolean isEmpty;

    /** Begins a row, whatever became of the last one; no text of it gets more than {@code fieldBytes} of UTF-8. */
    void start(int fieldBytes) {
        maxFieldBytes = fieldBytes;
        buffer.clear();
        open('{');
    }

    /** Bytes so far. */
    int length() {
        return buffer.length();
    }

    RowBuffer end() {
        endObject();
        return buffer;
    }

    void text(FieldName name, String value) {
        name(name);
        JsonString.write(value, maxFieldBytes, buffer);
    }

    /** Members as {@link #members} has prepared them. */
    void prepared(byte[] members) {
        separate();
        buffer.add(members);
    }

    /** A value of ASCII characters that need no escaping. */
    void plain(FieldName name, byte[] ascii, int length) {
        name(name);
        buffer.add((byte) '"');
        buffer.add(ascii, length);
        buffer.add((byte) '"');
    }

    void number(FieldName name, long value) {
        name(name);
        write(value);
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
        var alone = new JsonRow();
        alone.isEmpty = true;
        writer.accept(alone);
        return alone.buffer.copy();
    }

    /** A structure as JSON text, for columns that hold text. */
    static String text(Structure structure) {
        var alone = new JsonRow();
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
        if (value == null) {
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
        JsonString.write(text, maxFieldBytes, buffer);
    }

    private void write(Number value) {
        if (value instanceof Double || value instanceof Float) {
            // By its text, or a float of 0.1 would be sent as 0.10000000149011612.
            double number = Double.parseDouble(value.toString());
            if (Double.isFinite(number)) {
                buffer.add(ascii(Double.toString(number)));
            } else {
                write(value.toString());
            }
        } else if (value instanceof BigDecimal decimal) {
            if (fitsADouble(decimal)) {
                buffer.add(ascii(decimal.toPlainString()));
            } else {
                write(value.toString());
            }
        } else if (value instanceof BigInteger integer && integer.bitLength() >= Long.SIZE) {
            write(value.toString());
        } else {
            write(value.longValue());
        }
    }

    private void write(long value) {
        byte[] target = buffer.room(LONGEST_LONG);
        int end = buffer.length() + digits(value);
        buffer.length(end);
        // Negative, because there is one more of these.
        long left = value < 0 ? value : -value;
        do {
            target[--end] = (byte) ('0' - left % 10);
            left /= 10;
        } while (left < 0);
        if (value < 0) {
            target[--end] = '-';
        }
    }

    private static int digits(long value) {
        int digits = value < 0 ? 2 : 1;
        for (long left = value / 10; left != 0; left /= 10) {
            digits++;
        }
        return digits;
    }

    /** As deep as the copy was made, which is bounded. */
    private void write(Structure structure) {
        open(structure.isObject() ? '{' : '[');
        for (int i = 0; i < structure.size(); i++) {
            separate();
            if (structure.isObject()) {
                JsonString.write(structure.name(i), 1024, buffer);
                buffer.add((byte) ':');
            }
            write(structure.value(i));
        }
        close(structure.isObject() ? '}' : ']');
    }

    /** Amounts and measurements; what a double would change stays text. */
    private static boolean fitsADouble(BigDecimal decimal) {
        return decimal.precision() <= DECIMAL_DIGITS && Math.abs(decimal.scale()) <= DECIMAL_DIGITS;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
