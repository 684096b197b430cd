package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first of some sources that has a value that fits. An empty text is a value only where nothing stands in for it. */
final class ChoiceWriter implements ColumnWriter {
    private final FieldName name;
    private final ValueSource[] candidates;
    private final Finisher finisher;

    ChoiceWriter(FieldName name, List<ValueSource> candidates, Finisher finisher) {
        this.name = name;
        this.candidates = candidates.toArray(ValueSource[]::new);
        this.finisher = finisher;
    }

    @Override
    public void write(LoggedEvent event, JsonRow row) {
        for (int i = 0; i < candidates.length; i++) {
            Object value = candidates[i].read(event);
            if (value != null && !(value instanceof String text && text.isEmpty() && i < candidates.length - 1)) {
                Object finished = finisher.finished(value, row, event.logger());
                if (finished != null) {
                    row.value(name, finished);
                    return;
                }
            }
        }
    }

    /** Reads the first candidate that has a value. */
    static @Nullable Object first(ValueSource[] candidates, LoggedEvent event) {
        for (int i = 0; i < candidates.length; i++) {
            Object value = candidates[i].read(event);
            if (value != null && !(value instanceof String text && text.isEmpty() && i < candidates.length - 1)) {
                return value;
            }
        }
        return null;
    }
}
