package io.github.azuremonitor.appender.common.column;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of columns that have a name. Each is a text in the grammar, like a user's own. */
final class Presets {
    private static final Map<String, String> TEXTS = new LinkedHashMap<>();

    static {
        TEXTS.put("standard", """
                TimeGenerated = timestamp
                Level         = level
                Logger        = logger
                Message       = message
                ExceptionType = exception.type
                StackTrace    = exception.stackTrace
                TraceId       = traceId
                SpanId        = spanId
                AppName       = app.name
                AppInstance   = app.instance
                Properties    = mdc.*, kv.*
                """);
    }

    private Presets() {}

    static @Nullable String text(String name) {
        return TEXTS.get(name);
    }

    static String names() {
        return String.join(", ", TEXTS.keySet());
    }
}
