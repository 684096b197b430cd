package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.time.UninterruptedWait;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Spring Boot's shutdown hook. It closes the application and then stops the logging system, unless the application has
 * disabled either: there is no way to ask, so we look for its thread.
 */
final class SpringHook {
    private static final String THREAD = "SpringApplicationShutdownHook";

    /** The JVM starts all hooks one after the other without waiting; a busy machine may be slow to do so. */
    private static final Duration LATEST_START = Duration.ofSeconds(1);

    private SpringHook() {}

    /**
     * Waits, if Spring Boot is there, for the end of its hook, or until it is certain that there is none.
     *
     * @param stopped completes when the appenders are stopped
     * @return whether nothing will stop them any more
     */
    static boolean isOver(CompletableFuture<?> stopped, Duration longest) {
        if (!isPresent()) {
            return false;
        }
        Thread hook = find();
        if (hook == null) {
            UninterruptedWait.until(stopped, LATEST_START);
            hook = find();
        }
        if (hook != null) {
            UninterruptedWait.join(hook, longest.toNanos());
        }
        return !stopped.isDone();
    }

    private static boolean isPresent() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return isPresent(SpringHook.class.getClassLoader()) || (ofThread != null && isPresent(ofThread));
    }

    private static boolean isPresent(@Nullable ClassLoader loader) {
        try {
            Class.forName("org.springframework.boot.SpringApplication", false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    private static @Nullable Thread find() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        // More than there are now: others may start, and those that do not fit are left out.
        var threads = new Thread[2 * top.activeCount() + 64];
        int count = top.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().equals(THREAD)) {
                return threads[i];
            }
        }
        return null;
    }
}
