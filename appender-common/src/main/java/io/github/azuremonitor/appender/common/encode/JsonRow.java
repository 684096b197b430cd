package io.github.azuremonitor.appender.common.encode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.azuremonitor.appender.common.event.Structure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Writes one row after another as JSON objects into one buffer. Flusher only. */
final class JsonRow {
    private static final JsonFactory JSON = factory();

    /** Decimal digits that every double holds. */
    private static final int DECIMAL_DIGITS = 15;

    /** Longer texts are rare, and what holds one is not kept. */
    private static final int CHARS = 4 * 1024;

    private final RowBuffer buffer = new RowBuffer();
    private final char[] chars = new char[CHARS];
    private JsonGenerator json;
    private int maxFieldBytes = FieldText.MAX_BYTES;

    JsonRow() throws IOException {
        json = JSON.createGenerator(buffer);
    }

    private JsonRow(JsonGenerator json) {
        this.json = json;
    }

    /** Asked for by name: an application may bring a Jackson before 2.18, which can only escape such characters. */
    private static JsonFactory factory() {
        var builder = new JsonFactoryBuilder().rootValueSeparator("");
        for (JsonWriteFeature feature : JsonWriteFeature.values()) {
            if (feature.name().equals("COMBINE_UNICODE_SURROGATES_IN_UTF8")) {
                builder.enable(feature);
            }
        }
        return builder.build();
    }

    /** Begins a row; no text of it gets more than {@code fieldBytes} of UTF-8. */
    void start(int fieldBytes) throws IOException {
        maxFieldBytes = fieldBytes;
        buffer.clear();
        json.writeStartObject();
    }

    /** Bytes so far; not looked at, and 0, where there is no bound. */
    int length(int bound) throws IOException {
        if (bound == Integer.MAX_VALUE) {
            return 0;
        }
        json.flush();
        return buffer.length();
    }

    RowBuffer end() throws IOException {
        json.writeEndObject();
        json.flush();
        return buffer;
    }

    /** Forgets a row that failed half-way. */
    void abandon() throws IOException {
        buffer.clear();
        json = JSON.createGenerator(buffer);
    }

    void text(SerializableString name, String value) throws IOException {
        json.writeFieldName(name);
        write(value);
    }

    /**
     * Texts are looked at in an array: a JVM that has just started interprets, and a call for each character is what it is
     * slowest at.
     */
    private void write(String text) throws IOException {
        int length = text.length();
        if (length <= CHARS) {
            text.getChars(0, length, chars, 0);
            if (FieldText.isFit(chars, length, maxFieldBytes)) {
                json.writeString(chars, 0, length);
                return;
            }
        }
        json.writeString(FieldText.fit(text, maxFieldBytes));
    }

    void constant(SerializableString name, SerializableString value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }

    /** A value of ASCII characters that need no escaping. */
    void plain(SerializableString name, byte[] ascii, int length) throws IOException {
        json.writeFieldName(name);
        json.writeRawUTF8String(ascii, 0, length);
    }

    void number(SerializableString name, long value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    /** A value with the JSON type that its Java type suggests; numbers that JSON does not know become text. */
    void value(SerializableString name, Object value) throws IOException {
        json.writeFieldName(name);
        write(value);
    }

    private void write(@Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Number number) {
            write(number);
        } else if (value instanceof Structure structure) {
            write(structure);
        } else {
            write(value.toString());
        }
    }

    private void write(Number value) throws IOException {
        if (value instanceof Double || value instanceof Float) {
            // By its text, or a float of 0.1 would be sent as 0.10000000149011612.
            double number = Double.parseDouble(value.toString());
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeString(value.toString());
            }
        } else if (value instanceof BigDecimal decimal) {
            if (fitsADouble(decimal)) {
                json.writeNumber(decimal.toPlainString());
            } else {
                json.writeString(value.toString());
            }
        } else if (value instanceof BigInteger integer && integer.bitLength() >= Long.SIZE) {
            json.writeString(value.toString());
        } else {
            json.writeNumber(value.longValue());
        }
    }

    /** As deep as the copy was made, which is bounded. */
    private void write(Structure structure) throws IOException {
        if (structure.isObject()) {
            json.writeStartObject();
            for (int i = 0; i < structure.size(); i++) {
                json.writeFieldName(FieldText.fit(structure.name(i), 1024));
                write(structure.value(i));
            }
            json.writeEndObject();
        } else {
            json.writeStartArray();
            for (int i = 0; i < structure.size(); i++) {
                write(structure.value(i));
            }
            json.writeEndArray();
        }
    }

    /** A structure as JSON text, for columns that hold text. */
    static String text(Structure structure) {
        var text = new StringWriter();
        try (JsonGenerator alone = JSON.createGenerator(text)) {
            new JsonRow(alone).write(structure);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return text.toString();
    }

    /** Amounts and measurements; what a double would change stays text. */
    private static boolean fitsADouble(BigDecimal decimal) {
        return decimal.precision() <= DECIMAL_DIGITS && Math.abs(decimal.scale()) <= DECIMAL_DIGITS;
    }

    void startObject(SerializableString name) throws IOException {
        json.writeFieldName(name);
        json.writeStartObject();
    }

    void endObject() throws IOException {
        json.writeEndObject();
    }
}
