package io.github.azuremonitor.appender.spring;

/**
 * A bean that changes the pipeline by code. It is called once the application's beans are there; what was logged before
 * has gone the way that the properties say.
 */
@FunctionalInterface
public interface PipelineCustomizer {
    /** Changes what it likes; called once for each application context, on the thread that starts the application. */
    void customize(PipelineOptions options);
}
