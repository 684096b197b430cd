package io.github.azuremonitor.appender.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** The logging framework that the application runs with, and our appender in it. */
interface LogFramework {
    /** Name of the appender that the starter attaches. */
    String APPENDER = "AZURE_MONITOR_LOGS";

    /**
     * Attaches an appender to the root logger in place of an earlier one of the starter, and again whenever the framework
     * is configured anew. Does nothing where the configuration has such an appender of its own, or where an equal one of
     * the starter's is attached.
     *
     * @param plan what it is to be; null takes the starter's away
     * @return whether events are shipped, or are none of the starter's business
     */
    boolean attach(@Nullable Plan plan);

    /** Attaches the appender again if the framework was set up anew without a word. */
    void attachAgain();

    /** Looks whether somebody has stopped the appender, and attaches it again. Called now and then. */
    void look();

    /** Delivers what is there and stops the starter's appender. Idempotent. */
    void stop();

    /** The framework in use, or null if it is neither Logback nor Log4j2. */
    static @Nullable LogFramework find() {
        ClassLoader loader = LogFramework.class.getClassLoader();
        LogFramework found = null;
        if (ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext", loader)) {
            found = LogbackFramework.find();
        }
        if (found == null && ClassUtils.isPresent("org.apache.logging.log4j.core.LoggerContext", loader)) {
            found = Log4j2Framework.find();
        }
        return found;
    }
}
