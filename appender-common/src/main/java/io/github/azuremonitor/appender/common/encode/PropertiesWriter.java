package io.github.azuremonitor.appender.common.encode;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Pairs;
import java.io.IOException;

/**
 * The MDC and key-value pairs that no other column takes, as one JSON object. A key-value pair wins over the MDC entry of
 * the same name: a name must not stand twice.
 */
final class PropertiesWriter implements ColumnWriter {
    /** Azure cuts a field at 64 KB, which would break the JSON: entries beyond this many characters are left out. */
    private static final int MAX_CHARS = 20 * 1024;

    private static final SerializedString LEFT_OUT = new SerializedString("_leftOut");

    private final SerializableString name;
    private final KeyRules rules;
    private boolean open;
    private int chars;
    private int leftOut;

    PropertiesWriter(SerializableString name, KeyRules rules) {
        this.name = name;
        this.rules = rules;
    }

    @Override
    public void write(EventSlot event, JsonRow row) throws IOException {
        Pairs keyValues = event.keyValues();
        Pairs context = event.context();
        open = false;
        chars = 0;
        leftOut = keyValues.leftOut() + context.leftOut();
        for (int i = 0; i < keyValues.size(); i++) {
            if (isLast(keyValues, i)) {
                entry(keyValues, i, row);
            }
        }
        for (int i = 0; i < context.size(); i++) {
            if (keyValues.size() == 0 || keyValues.find(context.name(i)) == null) {
                entry(context, i, row);
            }
        }
        if (leftOut > 0) {
            openOnce(row);
            row.number(LEFT_OUT, leftOut);
        }
        if (open) {
            row.endObject();
        }
    }

    private void entry(Pairs pairs, int index, JsonRow row) throws IOException {
        String key = pairs.name(index);
        SerializedString shipped = rules.shipped(key);
        if (shipped == null) {
            return;
        }
        Object value = pairs.value(index);
        chars += key.length() + (value instanceof String text ? text.length() : 24);
        if (chars > MAX_CHARS) {
            leftOut++;
            return;
        }
        openOnce(row);
        row.value(shipped, value);
    }

    private void openOnce(JsonRow row) throws IOException {
        if (!open) {
            row.startObject(name);
            open = true;
        }
    }

    private static boolean isLast(Pairs pairs, int index) {
        for (int later = index + 1; later < pairs.size(); later++) {
            if (pairs.name(later).equals(pairs.name(index))) {
                return false;
            }
        }
        return true;
    }
}
