package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Finish;
import io.github.azuremonitor.appender.common.event.Pairs;
import io.github.azuremonitor.appender.common.event.Structure;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.text.SecretNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The object that a row is writing. A name may occur only once: of fields with the same name the later one in the list of
 * columns wins, which is why they come from the last to the first. Restarted for each object; not thread-safe.
 *
 * <p>As a {@link BiConsumer} it takes a map's entries without an iterator or a lambda.
 */
final class ObjectFields implements BiConsumer<String, @Nullable Object> {
    /** Azure cuts a field at 64 KB, which would break the JSON: entries beyond this many characters are left out. */
    private static final int MAX_CHARS = 20 * 1024;

    /** A text that the user names is rather cut than left out. */
    private static final int NAMED_BYTES = 16 * 1024;

    private static final FieldName LEFT_OUT = new FieldName("_leftOut");

    private final JsonRow row;
    private FieldName name = LEFT_OUT;
    private Redactor redactor = new Redactor(List.of(), "");
    private String column = "";
    private @Nullable KeyRules rules;

    /** What is written already, only as far as a later part could have the same name. */
    private final Map<String, Object> written = new HashMap<>();

    private boolean remembers;
    private boolean open;
    private int chars;
    private int leftOut;

    ObjectFields(JsonRow row) {
        this.row = row;
    }

    void begin(FieldName ofObject, Redactor ofValues, String inRemarks) {
        // Most tables have one object: assignments in old memory cost more than a look. Its redactor is nobody else's.
        if (redactor != ofValues) {
            redactor = ofValues;
            name = ofObject;
            column = inRemarks;
        }
        open = false;
        chars = 0;
        leftOut = 0;
        if (!written.isEmpty()) {
            written.clear();
        }
    }

    /** Begins one part of the columns' list. */
    void part(boolean isLast) {
        remembers = !isLast;
    }

    void end() {
        if (leftOut > 0) {
            row.cut();
            openOnce();
            row.number(LEFT_OUT, leftOut);
        }
        if (open) {
            row.endObject();
        }
    }

    /** The pairs whose keys {@code shipped} ships; of a name that stands twice, the last. */
    void pairs(Pairs pairs, KeyRules shipped) {
        leftOut += pairs.leftOut();
        for (int i = 0; i < pairs.size(); i++) {
            FieldName field = shipped.shipped(pairs.name(i));
            if (field != null && pairs.isLast(i)) {
                field(field, withoutSecrets(pairs.value(i)));
            }
        }
    }

    /** The entries whose keys {@code shipped} ships; one without a value is none. */
    void entries(Map<String, String> map, KeyRules shipped) {
        if (rules != shipped) {
            rules = shipped;
        }
        map.forEach(this);
    }

    @Override
    public void accept(@Nullable String key, @Nullable Object value) {
        KeyRules shipped = rules;
        FieldName field = key == null || value == null || shipped == null ? null : shipped.shipped(key);
        if (field != null && value != null) {
            field(field, withoutSecrets(value));
        }
    }

    private static Object withoutSecrets(Object value) {
        return value instanceof Structure structure ? structure.without(SecretNames::looksSecret) : value;
    }

    /** A field that the user names. */
    void named(FieldName field, Object value) {
        // Redacted before it is cut, or half of something would escape the expression.
        Object redacted = redactor.redacted(value, row.remarks());
        int room = Math.min(NAMED_BYTES, MAX_CHARS - chars - field.text().length());
        boolean canBeCut = redacted instanceof String && room >= Finish.LEAST_BYTES;
        redactedField(field, canBeCut ? fit((String) redacted, room) : redacted);
    }

    private String fit(String text, int maxBytes) {
        String fit = FieldText.fit(text, maxBytes);
        if (FieldText.isCut(fit, maxBytes)) {
            row.cut();
        }
        return fit;
    }

    /** A field, unless another one has its name or the object is full. */
    void field(FieldName field, Object value) {
        // Redacted before it is measured: what stands there instead may be longer.
        redactedField(field, redactor.redacted(value, row.remarks()));
    }

    private void redactedField(FieldName field, Object value) {
        if (!written.isEmpty() && written.containsKey(field.text())) {
            if (!value.equals(written.get(field.text()))) {
                row.remarks().collision(column);
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
        openOnce();
        row.value(field, value);
    }

    private void openOnce() {
        if (!open) {
            row.startObject(name);
            open = true;
        }
    }
}
