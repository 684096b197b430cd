package io.github.azuremonitor.appender.common.encode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Writes one row after another as JSON objects into one buffer. Flusher only. */
final class JsonRow {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .rootValueSeparator("")
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    /** Decimal digits that every double holds. */
    private static final int DECIMAL_DIGITS = 15;

    private final RowBuffer buffer = new RowBuffer();
    private JsonGenerator json;
    private int maxFieldBytes = FieldText.MAX_BYTES;

    JsonRow() throws IOException {
        json = JSON.createGenerator(buffer);
    }

    /** Begins a row; no text of it gets more than {@code fieldBytes} of UTF-8. */
    void start(int fieldBytes) throws IOException {
        maxFieldBytes = fieldBytes;
        buffer.clear();
        json.writeStartObject();
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
        json.writeString(FieldText.fit(value, maxFieldBytes));
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

    void real(SerializableString name, double value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    void bool(SerializableString name, boolean value) throws IOException {
        json.writeFieldName(name);
        json.writeBoolean(value);
    }

    /** A value with the JSON type that its Java type suggests; numbers that JSON does not know become text. */
    void value(SerializableString name, Object value) throws IOException {
        if (value instanceof Boolean truth) {
            bool(name, truth);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number)) {
                real(name, number);
            } else {
                text(name, value.toString());
            }
        } else if (value instanceof BigDecimal decimal && fitsADouble(decimal)) {
            json.writeFieldName(name);
            json.writeNumber(decimal.toPlainString());
        } else if (value instanceof BigInteger integer && integer.bitLength() < Long.SIZE) {
            number(name, integer.longValue());
        } else if (value instanceof Number number && !(value instanceof BigDecimal) && !(value instanceof BigInteger)) {
            number(name, number.longValue());
        } else {
            text(name, value.toString());
        }
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
