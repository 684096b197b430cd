package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Finish;
import io.github.azuremonitor.appender.common.column.Source;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How each source is read. What cannot change while the process runs is asked once. */
final class ValueSources {
    /** Names in the MDC by Micrometer Tracing and by the OpenTelemetry agent. */
    static final List<String> TRACE_KEYS = SpanIds.TRACE_KEYS;

    static final List<String> SPAN_KEYS = List.of("spanId", "span_id");

    private final TableSettings table;
    private final Platform platform;
    private final List<String> patterns;
    private final LongSupplier rowNumber;

    /**
     * @param patterns those of the table by their numbers
     * @param rowNumber number of the row that is being written, however often that is tried
     */
    ValueSources(TableSettings table, Platform platform, List<String> patterns, LongSupplier rowNumber) {
        this.table = table;
        this.platform = platform;
        this.patterns = patterns;
        this.rowNumber = rowNumber;
    }

    /** Whether the value is the same for every event of the process. */
    static boolean isFixed(Source source) {
        return switch (source.kind()) {
            case HOST,
                    PID,
                    APP_NAME,
                    APP_VERSION,
                    APP_ENVIRONMENT,
                    APP_INSTANCE,
                    K8S_POD,
                    K8S_NAMESPACE,
                    K8S_NODE,
                    K8S_CONTAINER,
                    ENVIRONMENT,
                    PROPERTY,
                    CONSTANT -> true;
            default -> false;
        };
    }

    /** The value of a fixed source, or null if there is none or an empty one. */
    @Nullable String fixed(Source source) {
        ProcessEnvironment around = platform.around();
        String value = switch (source.kind()) {
            case HOST -> platform.host();
            case PID -> String.valueOf(platform.pid());
            case APP_NAME -> table.appName() == null ? platform.appName() : table.appName();
            case APP_VERSION -> table.appVersion();
            case APP_ENVIRONMENT -> table.environment();
            case APP_INSTANCE -> platform.appInstance();
            case K8S_POD -> Kubernetes.pod(around);
            case K8S_NAMESPACE -> Kubernetes.namespace(around);
            case K8S_NODE -> Kubernetes.node(around);
            case K8S_CONTAINER -> Kubernetes.container(around);
            case ENVIRONMENT -> around.environment().apply(source.key());
            case PROPERTY -> around.property().apply(source.key());
            default -> source.key();
        };
        return value == null || value.isEmpty() ? null : value;
    }

    /** A reader for anything but wildcards. */
    ValueSource of(Source source, Finish finish) {
        if (isFixed(source)) {
            Object value = source.kind() == Source.Kind.PID ? (Object) platform.pid() : fixed(source);
            return event -> value;
        }
        String key = source.key();
        return switch (source.kind()) {
            case TIMESTAMP -> event -> TimestampText.of(event.epochSecond(), event.nanoOfSecond());
            case LEVEL -> LoggedEvent::level;
            case SEVERITY_NUMBER -> event -> event.severity().number();
            case SYSLOG_SEVERITY -> event -> event.severity().syslog();
            case LOGGER -> event -> orNone(event.logger());
            case THREAD -> event -> orNone(event.thread());
            case MESSAGE -> LoggedEvent::message;
            case MESSAGE_TEMPLATE -> LoggedEvent::template;
            case EXCEPTION_TYPE -> thrown(thrown -> thrown.getClass().getName());
            case EXCEPTION_MESSAGE -> thrown(StackTraceText::message);
            case STACK_TRACE -> stackTrace(finish.trace());
            case ROOT_CAUSE_TYPE ->
                thrown(thrown -> StackTraceText.rootCause(thrown).getClass().getName());
            case ROOT_CAUSE_MESSAGE -> thrown(thrown -> StackTraceText.message(StackTraceText.rootCause(thrown)));
            case MARKER -> event -> firstOf(event.markers());
            case MARKERS -> LoggedEvent::markers;
            case CONTEXT_STACK -> LoggedEvent::contextStack;
            case CALLER_CLASS -> caller(StackTraceElement::getClassName);
            case CALLER_METHOD -> caller(StackTraceElement::getMethodName);
            case CALLER_FILE -> caller(StackTraceElement::getFileName);
            case CALLER_LINE -> caller(caller -> caller.getLineNumber() < 0 ? null : caller.getLineNumber());
            case TRACE_ID -> context(TRACE_KEYS, SpanIds::traceId);
            case SPAN_ID -> context(SPAN_KEYS, SpanIds::spanId);
            case MDC -> event -> event.contextValue(key);
            case KEY_VALUE -> event -> event.keyValues().find(key);
            case PATTERN -> pattern(patterns.indexOf(key));
            case SAMPLE_RATE -> LoggedEvent::sampleRate;
            case SEQUENCE -> event -> rowNumber.getAsLong();
            case EVENT_ID -> event -> UUID.randomUUID().toString();
            default -> throw new IllegalArgumentException(source + " is not a single value");
        };
    }

    private static ValueSource stackTrace(Finish.Trace style) {
        return event -> {
            Throwable thrown = event.thrown();
            return thrown == null ? event.stackTrace() : StackTraceText.of(thrown, Values.FIELD_BYTES, style);
        };
    }

    private static ValueSource thrown(Function<Throwable, @Nullable Object> part) {
        return event -> {
            Throwable thrown = event.thrown();
            return thrown == null ? null : part.apply(thrown);
        };
    }

    private static ValueSource caller(Function<StackTraceElement, @Nullable Object> part) {
        return event -> {
            StackTraceElement caller = event.caller();
            return caller == null ? null : part.apply(caller);
        };
    }

    /** The MDC first: it belongs to the event even where another thread hands the event over. */
    private static ValueSource context(List<String> keys, Function<SpanIds, String> id) {
        String first = keys.get(0);
        String second = keys.get(1);
        return event -> {
            Object value = event.contextValue(first);
            if (value == null) {
                value = event.contextValue(second);
            }
            SpanIds span = event.spanIds();
            return value == null && span != null ? id.apply(span) : value;
        };
    }

    private static ValueSource pattern(int number) {
        return event -> event.rendered(number);
    }

    private static @Nullable String orNone(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable String firstOf(@Nullable String names) {
        int comma = names == null ? -1 : names.indexOf(',');
        return names == null || comma < 0 ? names : names.substring(0, comma);
    }
}
