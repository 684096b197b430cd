package io.github.azuremonitor.appender.common.column;

/**
 * Where a value comes from.
 *
 * @param kind what is read
 * @param key key of the MDC or of a key-value pair, or the wildcard pattern of such keys; name of a variable or property;
 *     the fixed text, the pattern; empty for the other kinds
 */
public record Source(Kind kind, String key) {

    /** As written in the setting {@code columns}, without quotes; of a pattern only the first word. */
    public String text() {
        if (kind == Kind.PATTERN) {
            return "pattern";
        }
        return kind.isKeyed() ? kind.prefix() + key : kind.text();
    }

    /** What is read. */
    public enum Kind {
        /** When the event happened. */
        TIMESTAMP("timestamp", ColumnType.DATETIME),
        /** Level name. */
        LEVEL("level", ColumnType.STRING),
        /** Severity number of the OpenTelemetry log data model. */
        SEVERITY_NUMBER("severityNumber", ColumnType.INT),
        /** Name of the severity in syslog. */
        SYSLOG_SEVERITY("syslogSeverity", ColumnType.STRING),
        /** Logger name. */
        LOGGER("logger", ColumnType.STRING),
        /** Thread name. */
        THREAD("thread", ColumnType.STRING),
        /** Formatted message. */
        MESSAGE("message", ColumnType.STRING),
        /** The message before its arguments are inserted. */
        MESSAGE_TEMPLATE("messageTemplate", ColumnType.STRING),
        /** Class of the throwable. */
        EXCEPTION_TYPE("exception.type", ColumnType.STRING),
        /** Message of the throwable. */
        EXCEPTION_MESSAGE("exception.message", ColumnType.STRING),
        /** Stack trace with causes. */
        STACK_TRACE("exception.stackTrace", ColumnType.STRING),
        /** Class of the innermost cause, of the throwable itself if it has none. */
        ROOT_CAUSE_TYPE("exception.rootCause.type", ColumnType.STRING),
        /** Message of the innermost cause, of the throwable itself if it has none. */
        ROOT_CAUSE_MESSAGE("exception.rootCause.message", ColumnType.STRING),
        /** Name of the first marker. */
        MARKER("marker", ColumnType.STRING),
        /** Names of the markers, with Log4j2 also of their parents, comma-separated. */
        MARKERS("markers", ColumnType.STRING),
        /** Log4j2's context stack, blanks in between. */
        CONTEXT_STACK("ndc", ColumnType.STRING),
        /** Class that logged. */
        CALLER_CLASS("caller.class", ColumnType.STRING),
        /** Method that logged. */
        CALLER_METHOD("caller.method", ColumnType.STRING),
        /** Source file of the log call. */
        CALLER_FILE("caller.file", ColumnType.STRING),
        /** Line of the log call. */
        CALLER_LINE("caller.line", ColumnType.INT),
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
        /** Name of the application's instance. */
        APP_INSTANCE("app.instance", ColumnType.STRING),
        /** Kubernetes pod. */
        K8S_POD("k8s.pod", ColumnType.STRING),
        /** Kubernetes namespace. */
        K8S_NAMESPACE("k8s.namespace", ColumnType.STRING),
        /** Kubernetes node. */
        K8S_NODE("k8s.node", ColumnType.STRING),
        /** Container within the pod. */
        K8S_CONTAINER("k8s.container", ColumnType.STRING),
        /** Share of the events like it that a rule of {@code routes} sends. */
        SAMPLE_RATE("sampleRate", ColumnType.REAL),
        /** Increases by one with each row of the process. */
        SEQUENCE("sequence", ColumnType.LONG),
        /** Unique id of the row, with which a query can remove duplicates. */
        EVENT_ID("eventId", ColumnType.STRING),
        /** One MDC key. */
        MDC("mdc.KEY", ColumnType.STRING),
        /** The MDC entries whose keys match a pattern. */
        MDC_ALL("mdc.*", ColumnType.DYNAMIC),
        /** One key-value pair. */
        KEY_VALUE("kv.KEY", ColumnType.STRING),
        /** The key-value pairs whose keys match a pattern. */
        KEY_VALUE_ALL("kv.*", ColumnType.DYNAMIC),
        /** An environment variable, read once. */
        ENVIRONMENT("env.NAME", ColumnType.STRING),
        /** A system property, read once. */
        PROPERTY("sys.NAME", ColumnType.STRING),
        /** The event as rendered by the logging framework's own layout. */
        PATTERN("pattern(\"text\")", ColumnType.STRING),
        /** A fixed text. */
        CONSTANT("\"text\"", ColumnType.STRING);

        private final String text;
        private final ColumnType type;

        Kind(String text, ColumnType type) {
            this.text = text;
            this.type = type;
        }

        /** As written in the setting {@code columns}. */
        public String text() {
            return text;
        }

        /** Type of the column if none is given. */
        public ColumnType type() {
            return type;
        }

        /** Whether it may stand for any number of keys. */
        public boolean isWildcard() {
            return this == MDC_ALL || this == KEY_VALUE_ALL;
        }

        /** Whether it is given by a text in quotes and not by a name. */
        boolean isQuoted() {
            return this == PATTERN || this == CONSTANT;
        }

        /** Whether the user gives a key, name or text. */
        boolean isKeyed() {
            return switch (this) {
                case MDC, MDC_ALL, KEY_VALUE, KEY_VALUE_ALL, ENVIRONMENT, PROPERTY, PATTERN, CONSTANT -> true;
                default -> false;
            };
        }

        /** The text before the key. */
        String prefix() {
            return isQuoted() ? "" : text.substring(0, text.indexOf('.') + 1);
        }
    }
}
