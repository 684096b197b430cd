package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Source;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Writers for sources that nearly every row has, in their own type and with nothing done to them. Any thread. */
final class PlainWriters {
    private static final int MOST_NAME_BYTES = 1024;

    private PlainWriters() {}

    /** The writer, or null if the general one does as well. */
    static @Nullable ColumnWriter of(Source.Kind kind, FieldName name) {
        return switch (kind) {
            case TIMESTAMP -> (event, row) -> row.time(name, event.epochSecond(), event.nanoOfSecond());
            case LEVEL -> cached(name, LoggedEvent::level);
            case LOGGER -> cached(name, LoggedEvent::logger);
            case THREAD -> cached(name, LoggedEvent::thread);
            case MESSAGE -> (event, row) -> row.text(name, event.messageText());
            default -> null;
        };
    }

    /** For texts of which an application has few: written once and kept. */
    private static ColumnWriter cached(FieldName name, Text text) {
        Map<String, byte[]> prepared = new ConcurrentHashMap<>();
        return (event, row) -> {
            String value = text.of(event);
            if (value.isEmpty()) {
                return;
            }
            if (value.length() > MOST_NAME_BYTES / 3
                    && FieldText.isCut(FieldText.fit(value, MOST_NAME_BYTES), MOST_NAME_BYTES)) {
                row.cut();
            }
            byte[] known = prepared.get(value);
            if (known == null) {
                String fit = FieldText.fit(value, MOST_NAME_BYTES);
                known = JsonRow.members(member -> member.text(name, fit));
                if (prepared.size() < 1000) {
                    prepared.put(value, known);
                }
            }
            row.prepared(known);
        };
    }

    private interface Text {
        String of(LoggedEvent event);
    }
}
