package io.github.azuremonitor.appender.common.report;

/**
 * Where the pipeline's own lines go: Logback's {@code Status}, Log4j2's {@code StatusLogger}; never the application's
 * loggers, which would feed them back. Called from any thread; must not throw.
 */
public interface Reporter {
    /** Something worth knowing once. */
    void info(String message);

    /** Something to look at; logging continues. */
    void warn(String message);

    /** A lasting refusal: log events are not stored until someone acts. */
    void error(String message);
}
