package io.github.azuremonitor.appender.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** The logging framework that the application runs with, and our appender in it. */
interface LogFramework {
    /** By which Logback is found. */
    String LOGBACK = "ch.qos.logback.classic.LoggerContext";

    /** By which Log4j2 is found. */
    String LOG4J2 = "org.apache.logging.log4j.core.LoggerContext";

    /** Name of the appender that the starter attaches. */
    String APPENDER = "AZURE_MONITOR_LOGS";

    /**
     * Attaches an appender to the root logger in place of an earlier one of the starter, and again whenever the
     * framework is reconfigured. Does nothing if the configuration has such an appender of its own, or if an equal one
     * of the starter is attached.
     *
     * @param plan what to attach; null removes the starter's appender
     * @return whether events are shipped, or are not the starter's concern
     */
    boolean attach(@Nullable Plan plan);

    /** Attaches the appender again if the framework was silently reconfigured. */
    void attachAgain();

    /** Attaches the appender again if it was stopped. Called periodically. */
    void look();

    /** Delivers what is there and stops the starter's appender. Idempotent. */
    void stop();

    /** The framework in use, or null if it is neither Logback nor Log4j2. */
    static @Nullable LogFramework find() {
        ClassLoader loader = LogFramework.class.getClassLoader();
        LogFramework found = null;
        if (ClassUtils.isPresent(LOGBACK, loader)) {
            found = LogbackFramework.find();
        }
        if (found == null && ClassUtils.isPresent(LOG4J2, loader)) {
            found = Log4j2Framework.find();
        }
        return found;
    }
}
