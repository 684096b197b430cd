package io.github.azuremonitor.appender.common.testing;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.pipeline.LogCall;
import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;

/** Log calls as an adapter makes them. */
public final class LogCalls {
    /** The time of events whose time does not matter. */
    private static final long EPOCH_SECOND = 1_795_161_801L;

    private LogCalls() {}

    /** Null if the event is dropped or left out. */
    public static LogCall begin(PipelineHandle handle, Severity severity) {
        return handle.begin(severity, handle.table(severity, "test", handle, (event, marker) -> false));
    }

    public static void log(PipelineHandle handle, String message) {
        log(handle, Severity.INFO, message, EPOCH_SECOND);
    }

    public static void log(PipelineHandle handle, Severity severity, String message) {
        log(handle, severity, message, EPOCH_SECOND);
    }

    public static void logNow(PipelineHandle handle, String message) {
        log(handle, Severity.INFO, message, System.currentTimeMillis() / 1000);
    }

    private static void log(PipelineHandle handle, Severity severity, String message, long epochSecond) {
        LogCall call = begin(handle, severity);
        if (call != null) {
            call.event().time(epochSecond, 0);
            call.event().origin(severity, severity.name(), "test", "main");
            call.event().message(message);
            handle.log(call);
        }
    }
}
