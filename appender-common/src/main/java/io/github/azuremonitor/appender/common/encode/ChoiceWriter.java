package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.EventSlot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first of some sources that has a value that fits. An empty text is a value only where nothing stands in for it. */
final class ChoiceWriter implements ColumnWriter {
    private final FieldName name;
    private final Reader[] candidates;
    private final Finisher finisher;

    ChoiceWriter(FieldName name, List<Reader> candidates, Finisher finisher) {
        this.name = name;
        this.candidates = candidates.toArray(Reader[]::new);
        this.finisher = finisher;
    }

    @Override
    public void write(EventSlot event, JsonRow row) {
        for (int i = 0; i < candidates.length; i++) {
            Object value = candidates[i].read(event);
            if (value != null && !(value instanceof String text && text.isEmpty() && i < candidates.length - 1)) {
                Object finished = finisher.finished(value);
                if (finished != null) {
                    row.value(name, finished);
                    return;
                }
            }
        }
    }

    /** Reads the first candidate that has a value. */
    static @Nullable Object first(Reader[] candidates, EventSlot event) {
        for (int i = 0; i < candidates.length; i++) {
            Object value = candidates[i].read(event);
            if (value != null && !(value instanceof String text && text.isEmpty() && i < candidates.length - 1)) {
                return value;
            }
        }
        return null;
    }
}
