package io.github.azuremonitor.appender.common.time;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the daemon threads of this library and recognises them again.
 *
 * <p>Events logged by these threads (azure-identity, for example, logs each token request) must never enter the ring,
 * or a failing token would feed itself. The thread decides and not the logger's name: what the application's own use of
 * the Azure SDK logs is shipped.
 */
public final class OwnThreads {
    private static final long POOL_KEEP_ALIVE_SECONDS = 20;

    /** Names of the threads that run now. */
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private static final List<ThreadPoolExecutor> POOLS = new CopyOnWriteArrayList<>();

    private OwnThreads() {}

    /** Whether the calling thread was made here. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof OwnThread;
    }

    /**
     * Whether a running thread of that name was made here: for an event logged there but passed on by another thread.
     */
    public static boolean isName(String threadName) {
        return NAMES.contains(threadName);
    }

    /** A daemon thread that is not started yet. */
    public static Thread create(String name, Runnable work) {
        return new OwnThread(name, work);
    }

    /**
     * A pool that holds no thread while idle for {@value #POOL_KEEP_ALIVE_SECONDS} seconds, or at all unless {@link
     * #keepIdle}, and never queues, so that a task which waits for another task of the same pool cannot starve.
     */
    public static ExecutorService pool(String name) {
        JdkTimeouts.start();
        var number = new AtomicInteger();
        ThreadFactory threads = work -> create(name + "-" + number.incrementAndGet(), work);
        var pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, POOL_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        POOLS.add(pool);
        return pool;
    }

    /**
     * Sets whether the pools' threads stay for a while when they are idle. A server that undeploys an application looks for its
     * threads at once, and reports those that are left as a leak.
     */
    public static void keepIdle(boolean keep) {
        POOLS.forEach(pool -> pool.setKeepAliveTime(keep ? POOL_KEEP_ALIVE_SECONDS : 0, TimeUnit.SECONDS));
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
                // Then events of this thread that come through another one are taken for the application's.
            }
        }
    }
}
