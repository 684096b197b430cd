package io.github.azuremonitor.appender.common.encode;

import com.fasterxml.jackson.core.io.SerializedString;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns the column list into an array of writers once, so that a row is written straight through. */
final class ColumnCompiler {
    private static final List<String> TRACE_KEYS = List.of("traceId", "trace_id");
    private static final List<String> SPAN_KEYS = List.of("spanId", "span_id");

    private final TableSettings table;
    private final Platform platform;
    private final List<Column> columns;

    ColumnCompiler(TableSettings table, List<Column> columns, Platform platform) {
        this.table = table;
        this.columns = columns;
        this.platform = platform;
    }

    ColumnWriter[] compile() {
        return columns.stream().map(this::writer).toArray(ColumnWriter[]::new);
    }

    private ColumnWriter writer(Column column) {
        var name = new SerializedString(column.name());
        return switch (column.source().kind()) {
            case TIMESTAMP -> timestamp(name);
            case LEVEL -> cached(name, EventSlot::level);
            case LOGGER -> cached(name, EventSlot::logger);
            case THREAD -> cached(name, EventSlot::thread);
            case MESSAGE -> (event, row) -> row.text(name, event.message());
            case SEVERITY_NUMBER ->
                (event, row) -> row.number(name, event.severity().number());
            case MARKERS -> nullable(name, EventSlot::markers);
            case EXCEPTION_TYPE -> nullable(name, ColumnCompiler::exceptionType);
            case EXCEPTION_MESSAGE ->
                nullable(name, event -> event.thrown() == null ? null : StackTraceText.message(event.thrown()));
            case STACK_TRACE -> nullable(name, ColumnCompiler::stackTrace);
            case TRACE_ID -> contextKey(column, name, TRACE_KEYS);
            case SPAN_ID -> contextKey(column, name, SPAN_KEYS);
            case MDC -> contextKey(column, name, List.of(column.source().key()));
            case KEY_VALUE -> keyValue(column, name);
            case PROPERTIES -> new PropertiesWriter(name, new KeyRules(table.properties(), keysWithColumns()));
            case HOST -> constant(column, name, platform.host());
            case PID -> constant(column, name, String.valueOf(platform.pid()));
            case APP_NAME -> constant(column, name, orElse(table.appName(), platform.appName()));
            case APP_VERSION -> constant(column, name, table.appVersion());
            case APP_ENVIRONMENT -> constant(column, name, table.environment());
            case APP_INSTANCE -> constant(column, name, platform.appInstance());
            case CONSTANT -> constant(column, name, column.source().key());
            case SEQUENCE -> sequence(name);
            case EVENT_ID -> (event, row) -> row.text(name, UUID.randomUUID().toString());
        };
    }

    private static ColumnWriter timestamp(SerializedString name) {
        var text = new TimestampText();
        return (event, row) ->
                row.plain(name, text.of(event.epochSecond(), event.nanoOfSecond()), TimestampText.LENGTH);
    }

    private static ColumnWriter sequence(SerializedString name) {
        return new ColumnWriter() {
            private long next;

            @Override
            public void write(EventSlot event, JsonRow row) throws java.io.IOException {
                row.number(name, next++);
            }
        };
    }

    /** For texts of which an application has few: escaped once and kept. */
    private static ColumnWriter cached(SerializedString name, Text text) {
        Map<String, SerializedString> escaped = new HashMap<>();
        return (event, row) -> {
            String value = text.of(event);
            if (value == null || value.isEmpty()) {
                return;
            }
            SerializedString known = escaped.get(value);
            if (known == null) {
                known = new SerializedString(FieldText.fit(value, 1024));
                if (escaped.size() < 1000) {
                    escaped.put(value, known);
                }
            }
            row.constant(name, known);
        };
    }

    private static ColumnWriter nullable(SerializedString name, Text text) {
        return (event, row) -> {
            String value = text.of(event);
            if (value != null) {
                row.text(name, value);
            }
        };
    }

    private static ColumnWriter constant(Column column, SerializedString name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return (event, row) -> {};
        }
        Object typed = TypedValue.of(column.type(), value);
        if (typed == null) {
            return (event, row) -> {};
        }
        if (typed instanceof String text) {
            var escaped = new SerializedString(FieldText.fit(text, FieldText.MAX_BYTES));
            return (event, row) -> row.constant(name, escaped);
        }
        return (event, row) -> row.value(name, typed);
    }

    private static ColumnWriter contextKey(Column column, SerializedString name, List<String> keys) {
        return (event, row) -> {
            for (String key : keys) {
                Object value = event.context().find(key);
                if (value != null) {
                    typed(column, name, value, row);
                    return;
                }
            }
        };
    }

    private static ColumnWriter keyValue(Column column, SerializedString name) {
        return (event, row) -> {
            Object value = event.keyValues().find(column.source().key());
            if (value != null) {
                typed(column, name, value, row);
            }
        };
    }

    private static void typed(Column column, SerializedString name, Object value, JsonRow row)
            throws java.io.IOException {
        Object fitting = TypedValue.of(column.type(), value);
        if (fitting != null) {
            row.value(name, fitting);
        }
    }

    private static @Nullable String exceptionType(EventSlot event) {
        Throwable thrown = event.thrown();
        return thrown == null ? null : thrown.getClass().getName();
    }

    private static @Nullable String stackTrace(EventSlot event) {
        Throwable thrown = event.thrown();
        return thrown == null ? event.stackTrace() : StackTraceText.of(thrown, FieldText.MAX_BYTES);
    }

    private Set<String> keysWithColumns() {
        var keys = new HashSet<String>();
        for (Column column : columns) {
            Source source = column.source();
            switch (source.kind()) {
                case MDC, KEY_VALUE -> keys.add(source.key());
                case TRACE_ID -> keys.addAll(TRACE_KEYS);
                case SPAN_ID -> keys.addAll(SPAN_KEYS);
                default -> {}
            }
        }
        return keys;
    }

    private static @Nullable String orElse(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }

    private interface Text {
        @Nullable String of(EventSlot event);
    }
}
