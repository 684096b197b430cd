package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.EventSlot;
import java.nio.charset.StandardCharsets;

/** A JSON object as text, for columns of type string. */
final class JsonTextWriter implements ColumnWriter {
    /** Bytes of the row in front of the object; behind it is one brace. */
    private static final int BEFORE = 5;

    /** Name under which the object is written into a row of its own. */
    static final FieldName INNER = new FieldName("o");

    private final FieldName name;
    private final ColumnWriter object;
    private final int maxBytes;
    private final JsonRow inner;

    /** @param object writes the object under the name {@link #INNER} */
    JsonTextWriter(FieldName name, ColumnWriter object, int maxBytes) {
        this.name = name;
        this.object = object;
        this.maxBytes = maxBytes;
        this.inner = new JsonRow();
    }

    @Override
    public void write(EventSlot event, JsonRow row) {
        // Begun anew each time, whatever became of the last one.
        inner.start(FieldText.MAX_BYTES);
        object.write(event, inner);
        RowBuffer text = inner.end();
        int length = text.length() - BEFORE - 1;
        if (length > 0) {
            row.text(name, FieldText.fit(new String(text.bytes(), BEFORE, length, StandardCharsets.UTF_8), maxBytes));
        }
    }
}
