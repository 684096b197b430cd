package io.github.azuremonitor.appender.common.column;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Named lists of columns. Each is a text in the grammar, like a user's own. */
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
        // Azure's own table OTelLogs, and attributes as OpenTelemetry's semantic conventions name them.
        TEXTS.put("otel-logs", """
                TimeGenerated             = timestamp
                Body                      = message
                SeverityText              = level
                SeverityNumber            = severityNumber
                TraceId                   = traceId
                SpanId                    = spanId
                ScopeName                 = logger
                ServiceName               = app.name
                ServiceVersion            = app.version
                ServiceInstanceId         = app.instance
                DeploymentEnvironmentName = app.environment
                K8sPodName                = k8s.pod
                K8sNamespaceName          = k8s.namespace
                K8sContainerName          = k8s.container
                Attributes                = exception.type, exception.message, exception.stackTrace as exception.stacktrace,
                                            mdc.*, kv.*
                """);
        // Azure's own table Syslog. Its rows have no column for a stack trace: StackTrace_CF = exception.stackTrace.
        TEXTS.put("syslog", """
                TimeGenerated = timestamp
                EventTime     = timestamp
                Facility      = "user"
                SeverityLevel = syslogSeverity
                HostName      = host
                Computer      = host
                ProcessName   = app.name
                ProcessID:int = pid
                SyslogMessage = message
                """);
        // The old HTTP Data Collector API created columns by itself and appended their type to the name.
        TEXTS.put("data-collector", """
                TimeGenerated       = timestamp
                Level_s             = level
                Logger_s            = logger
                Message_s           = message
                ExceptionType_s     = exception.type
                StackTrace_s        = exception.stackTrace
                TraceId_s           = traceId
                SpanId_s            = spanId
                AppName_s           = app.name
                AppInstance_s       = app.instance
                Properties_s:string = mdc.*, kv.*
                """);
    }

    private Presets() {}

    static @Nullable String text(String name) {
        return TEXTS.get(name);
    }

    static String names() {
        return String.join(", ", all());
    }

    static Set<String> all() {
        return TEXTS.keySet();
    }
}
