package io.github.azuremonitor.appender.common.encode;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.azuremonitor.appender.common.event.EventSlot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A JSON object as text, for columns of type string. */
final class JsonTextWriter implements ColumnWriter {
    /** Bytes of the row in front of the object; behind it is one brace. */
    private static final int BEFORE = 5;

    /** Name under which the object is written into a row of its own. */
    static final SerializedString INNER = new SerializedString("o");

    private final SerializableString name;
    private final ColumnWriter object;
    private final int maxBytes;
    private final JsonRow inner;

    /** @param object writes the object under the name {@link #INNER} */
    JsonTextWriter(SerializableString name, ColumnWriter object, int maxBytes) throws IOException {
        this.name = name;
        this.object = object;
        this.maxBytes = maxBytes;
        this.inner = new JsonRow();
    }

    @Override
    public void write(EventSlot event, JsonRow row) throws IOException {
        RowBuffer text = written(event);
        int length = text.length() - BEFORE - 1;
        if (length > 0) {
            row.text(name, FieldText.fit(new String(text.bytes(), BEFORE, length, StandardCharsets.UTF_8), maxBytes));
        }
    }

    private RowBuffer written(EventSlot event) throws IOException {
        try {
            inner.start(FieldText.MAX_BYTES);
            object.write(event, inner);
            return inner.end();
        } catch (IOException | RuntimeException | Error e) {
            // Or what is half written would spoil the rows of all events after this one.
            inner.abandon();
            throw e;
        }
    }
}
