package io.github.azuremonitor.appender.common;

/** Entry point for code that has to be sure that its log events are on their way. */
public final class AzureMonitorLogs {
    private AzureMonitorLogs() {}
}
