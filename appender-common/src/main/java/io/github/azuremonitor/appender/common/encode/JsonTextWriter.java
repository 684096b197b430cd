package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
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

    /** @param object writes the object under the name {@link #INNER} */
    JsonTextWriter(FieldName name, ColumnWriter object, int maxBytes) {
        this.name = name;
        this.object = object;
        this.maxBytes = maxBytes;
    }

    @Override
    public void write(LoggedEvent event, JsonRow row) {
        JsonRow inner = row.inner();
        object.write(event, inner);
        RowBuffer text = inner.end();
        int length = text.length() - BEFORE - 1;
        if (length > 0) {
            String fit = FieldText.fit(new String(text.bytes(), BEFORE, length, StandardCharsets.UTF_8), maxBytes);
            if (inner.takeCut() || FieldText.isCut(fit, maxBytes)) {
                row.cut();
            }
            row.text(name, fit);
        }
    }
}
