package io.github.azuremonitor.appender.common.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the daemon threads of this library and recognises them again.
 *
 * <p>What one of these threads logs (azure-identity logs each token request, for one) must never enter the ring, or a
 * failing token would feed itself. Identity decides and not the logger's name: an application's own use of the Azure
 * SDK is its log and is shipped.
 */
public final class OwnThreads {
    private static final long POOL_KEEP_ALIVE_SECONDS = 20;

    /** Of the threads that run now. */
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private OwnThreads() {}

    /** Whether the calling thread was made here. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof OwnThread;
    }

    /** Whether a running thread of that name was made here: for an event that was logged there and came by another thread. */
    public static boolean isName(String threadName) {
        return NAMES.contains(threadName);
    }

    /** A daemon thread that is not started yet. */
    public static Thread create(String name, Runnable work) {
        return new OwnThread(name, work);
    }

    /**
     * A pool that holds no thread while idle for {@value #POOL_KEEP_ALIVE_SECONDS} seconds and never queues, so that a
     * task which waits for another task of the same pool cannot starve.
     */
    public static ExecutorService pool(String name) {
        JdkTimeouts.start();
        var number = new AtomicInteger();
        ThreadFactory threads = work -> create(name + "-" + number.incrementAndGet(), work);
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, POOL_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    private static final class OwnThread extends Thread {
        OwnThread(String name, Runnable work) {
            super(null, work, name, 0, false);
            setDaemon(true);
            // A web application's class loader must not be pinned through a context class loader.
            setContextClassLoader(OwnThreads.class.getClassLoader());
        }

        @Override
        public void run() {
            String name = getName();
            try {
                remember(name);
                super.run();
            } finally {
                NAMES.remove(name);
            }
        }

        private static void remember(String name) {
            try {
                NAMES.add(name);
            } catch (OutOfMemoryError full) {
                // Then what this thread logs by way of another one is taken for the application's.
            }
        }
    }
}
