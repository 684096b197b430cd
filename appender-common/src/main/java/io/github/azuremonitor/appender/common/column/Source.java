package io.github.azuremonitor.appender.common.column;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a column's value comes from.
 *
 * @param kind what is read
 * @param key MDC key, key-value key or constant text; empty for the other kinds
 */
public record Source(Kind kind, String key) {

    /** What is read. */
    public enum Kind {
        /** When the event happened. */
        TIMESTAMP("timestamp", ColumnType.DATETIME),
        /** Level name. */
        LEVEL("level", ColumnType.STRING),
        /** Severity number of the OpenTelemetry log data model. */
        SEVERITY_NUMBER("severityNumber", ColumnType.INT),
        /** Logger name. */
        LOGGER("logger", ColumnType.STRING),
        /** Thread name. */
        THREAD("thread", ColumnType.STRING),
        /** Formatted message. */
        MESSAGE("message", ColumnType.STRING),
        /** Class of the throwable. */
        EXCEPTION_TYPE("exception.type", ColumnType.STRING),
        /** Message of the throwable. */
        EXCEPTION_MESSAGE("exception.message", ColumnType.STRING),
        /** Stack trace with causes. */
        STACK_TRACE("exception.stackTrace", ColumnType.STRING),
        /** Marker names, comma-separated. */
        MARKERS("markers", ColumnType.STRING),
        /** Trace id from the MDC: {@code traceId} or {@code trace_id}. */
        TRACE_ID("traceId", ColumnType.STRING),
        /** Span id from the MDC: {@code spanId} or {@code span_id}. */
        SPAN_ID("spanId", ColumnType.STRING),
        /** Host name. */
        HOST("host", ColumnType.STRING),
        /** Process id. */
        PID("pid", ColumnType.LONG),
        /** Application name. */
        APP_NAME("app.name", ColumnType.STRING),
        /** Application version. */
        APP_VERSION("app.version", ColumnType.STRING),
        /** Deployment environment. */
        APP_ENVIRONMENT("app.environment", ColumnType.STRING),
        /** Which of the application's instances. */
        APP_INSTANCE("app.instance", ColumnType.STRING),
        /** Rises by one with each row of the process. */
        SEQUENCE("sequence", ColumnType.LONG),
        /** Unique id of the row, by which a query can remove duplicates. */
        EVENT_ID("eventId", ColumnType.STRING),
        /** The MDC and key-value pairs that no other column takes. */
        PROPERTIES("mdc.*, kv.*", ColumnType.DYNAMIC),
        /** One MDC key. */
        MDC("mdc.KEY", ColumnType.STRING),
        /** One key-value pair. */
        KEY_VALUE("kv.KEY", ColumnType.STRING),
        /** A fixed text. */
        CONSTANT("\"text\"", ColumnType.STRING);

        private final String text;
        private final ColumnType type;

        Kind(String text, ColumnType type) {
            this.text = text;
            this.type = type;
        }

        /** As it is written in the setting {@code columns}. */
        public String text() {
            return text;
        }

        /** Type of the column if none is written. */
        public ColumnType type() {
            return type;
        }
    }

    /** The source written as {@code text}, or null if there is none such. */
    static @Nullable Source parse(String text) {
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            return new Source(Kind.CONSTANT, text.substring(1, text.length() - 1));
        }
        if (text.replace(" ", "").equals("mdc.*,kv.*")) {
            return new Source(Kind.PROPERTIES, "");
        }
        if (text.startsWith("mdc.") && text.length() > 4 && !text.contains("*")) {
            return new Source(Kind.MDC, text.substring(4));
        }
        if (text.startsWith("kv.") && text.length() > 3 && !text.contains("*")) {
            return new Source(Kind.KEY_VALUE, text.substring(3));
        }
        for (Kind kind : Kind.values()) {
            if (kind.text().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))
                    && kind != Kind.MDC
                    && kind != Kind.KEY_VALUE) {
                return new Source(kind, "");
            }
        }
        return null;
    }
}
