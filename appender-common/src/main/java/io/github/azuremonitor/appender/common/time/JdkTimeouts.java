package io.github.azuremonitor.appender.common.time;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** The JDK's single thread for the timeouts of all futures. */
final class JdkTimeouts {
    private JdkTimeouts() {}

    /**
     * Starts that thread. It keeps the class loaders of its first user for as long as the JVM runs, and ours may be
     * those of a web application, which could never be unloaded again. So a JDK thread uses it first, with none of our
     * methods on its stack.
     */
    static void start() {
        var asked = new CompletableFuture<Boolean>();
        var unused = asked.thenRunAsync(() -> {}, CompletableFuture.delayedExecutor(0, TimeUnit.NANOSECONDS));
        asked.completeAsync(() -> true, ForkJoinPool.commonPool());
    }
}
