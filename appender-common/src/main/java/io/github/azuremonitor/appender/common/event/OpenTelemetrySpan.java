package io.github.azuremonitor.appender.common.event;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** The one class that knows OpenTelemetry's API, which may be absent: then nothing may load this class. */
final class OpenTelemetrySpan {
    private OpenTelemetrySpan() {}

    static @Nullable SpanIds current() {
        SpanContext context = Span.current().getSpanContext();
        return context.isValid() ? new SpanIds(context.getTraceId(), context.getSpanId()) : null;
    }
}
