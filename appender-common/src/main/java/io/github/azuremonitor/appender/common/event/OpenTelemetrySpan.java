package io.github.azuremonitor.appender.common.event;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** The one class that knows OpenTelemetry's API, which may be absent: not to be touched then. */
final class OpenTelemetrySpan {
    private OpenTelemetrySpan() {}

    static @Nullable SpanIds current() {
        SpanContext context = Span.current().getSpanContext();
        return context.isValid() ? new SpanIds(context.getTraceId(), context.getSpanId()) : null;
    }
}
