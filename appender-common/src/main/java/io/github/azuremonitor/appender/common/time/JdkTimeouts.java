package io.github.azuremonitor.appender.common.time;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** The one thread that the JDK has for the timeouts of all futures. */
final class JdkTimeouts {
    private JdkTimeouts() {}

    /**
     * Has that thread started. It keeps the class loaders of whoever asks first for as long as the JVM runs, and ours may
     * be those of a web application, which could never be unloaded again. So a thread of the JDK asks, while none of our
     * methods is on its stack.
     */
    static void start() {
        var asked = new CompletableFuture<Boolean>();
        var unused = asked.thenRunAsync(() -> {}, CompletableFuture.delayedExecutor(0, TimeUnit.NANOSECONDS));
        asked.completeAsync(() -> true, ForkJoinPool.commonPool());
    }
}
