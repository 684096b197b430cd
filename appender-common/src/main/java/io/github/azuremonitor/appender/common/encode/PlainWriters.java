package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Source;
import io.github.azuremonitor.appender.common.event.EventSlot;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writers for sources that nearly every row has, in their own type and with nothing done to them. */
final class PlainWriters {
    private PlainWriters() {}

    /** The writer, or null if the general one does as well. */
    static @Nullable ColumnWriter of(Source.Kind kind, FieldName name) {
        return switch (kind) {
            case TIMESTAMP -> timestamp(name);
            case LEVEL -> cached(name, EventSlot::level);
            case LOGGER -> cached(name, EventSlot::logger);
            case THREAD -> cached(name, EventSlot::thread);
            case MESSAGE -> (event, row) -> row.text(name, event.message());
            default -> null;
        };
    }

    private static ColumnWriter timestamp(FieldName name) {
        var text = new TimestampText();
        return (event, row) ->
                row.plain(name, text.of(event.epochSecond(), event.nanoOfSecond()), TimestampText.LENGTH);
    }

    /** For texts of which an application has few: written once and kept. */
    private static ColumnWriter cached(FieldName name, Text text) {
        Map<String, byte[]> prepared = new HashMap<>();
        return (event, row) -> {
            String value = text.of(event);
            if (value.isEmpty()) {
                return;
            }
            byte[] known = prepared.get(value);
            if (known == null) {
                String fit = FieldText.fit(value, 1024);
                known = JsonRow.members(member -> member.text(name, fit));
                if (prepared.size() < 1000) {
                    prepared.put(value, known);
                }
            }
            row.prepared(known);
        };
    }

    private interface Text {
        String of(EventSlot event);
    }
}
