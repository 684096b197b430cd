package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Finish;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Some values of an event as one JSON object. A name must not stand twice: of fields with the same name the later one in
 * the list of columns wins, which is why they are written from the last to the first.
 */
final class FieldsWriter implements ColumnWriter {
    /** Azure cuts a field at 64 KB, which would break the JSON: entries beyond this many characters are left out. */
    private static final int MAX_CHARS = 20 * 1024;

    /** A text that the user names is rather cut than left out. */
    private static final int NAMED_BYTES = 16 * 1024;

    private static final FieldName LEFT_OUT = new FieldName("_leftOut");

    private final FieldName name;
    private final FieldsPart[] lastToFirst;
    private final Redactor redactor;
    private final Runnable collision;

    /** What is written already, only as far as a later part could have the same name. */
    private final Map<String, Object> written = new HashMap<>();

    private boolean remembers;
    private boolean open;
    private int chars;
    private int leftOut;

    /** @param collision told when a value is left out because another one has its name */
    FieldsWriter(FieldName name, List<FieldsPart> parts, Redactor redactor, Runnable collision) {
        this.name = name;
        this.lastToFirst = new FieldsPart[parts.size()];
        for (int i = 0; i < lastToFirst.length; i++) {
            lastToFirst[i] = parts.get(parts.size() - 1 - i);
        }
        this.redactor = redactor;
        this.collision = collision;
    }

    @Override
    public void write(EventSlot event, JsonRow row) {
        open = false;
        chars = 0;
        leftOut = 0;
        if (!written.isEmpty()) {
            written.clear();
        }
        for (int i = 0; i < lastToFirst.length; i++) {
            remembers = i < lastToFirst.length - 1;
            lastToFirst[i].write(event, this, row);
        }
        if (leftOut > 0) {
            openOnce(row);
            row.number(LEFT_OUT, leftOut);
        }
        if (open) {
            row.endObject();
        }
    }

    /** Counts entries that are not there any more. */
    void leftOut(int entries) {
        leftOut += entries;
    }

    /** A field that the user names. */
    void named(FieldName field, Object value, JsonRow row) {
        // Redacted before it is cut, or half of something would escape the expression.
        Object redacted = redactor.redacted(value);
        int room = Math.min(NAMED_BYTES, MAX_CHARS - chars - field.text().length());
        boolean canBeCut = redacted instanceof String && room >= Finish.LEAST_BYTES;
        redactedField(field, canBeCut ? FieldText.fit((String) redacted, room) : redacted, row);
    }

    /** A field, unless another one has its name or the object is full. */
    void field(FieldName field, Object value, JsonRow row) {
        // Redacted before it is measured: what stands there instead may be longer.
        redactedField(field, redactor.redacted(value), row);
    }

    private void redactedField(FieldName field, Object value, JsonRow row) {
        if (!written.isEmpty() && written.containsKey(field.text())) {
            if (!value.equals(written.get(field.text()))) {
                collision.run();
            }
            return;
        }
        chars += field.text().length() + Values.chars(value);
        if (chars > MAX_CHARS) {
            leftOut++;
            return;
        }
        if (remembers) {
            written.put(field.text(), value);
        }
        openOnce(row);
        row.value(field, value);
    }

    private void openOnce(JsonRow row) {
        if (!open) {
            row.startObject(name);
            open = true;
        }
    }
}
