package io.github.azuremonitor.appender.spring;

/**
 * A bean that changes the pipeline in code. It is called once the application's beans exist; events logged before
 * follow the properties.
 */
@FunctionalInterface
public interface PipelineCustomizer {
    /** Changes any options; called once for each application context, on the thread that starts the application. */
    void customize(PipelineOptions options);
}
