package io.github.azuremonitor.appender.common.time;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** Threads that cannot be had, or that end before their work, as they do while the heap is full. */
public final class PlayedThreads implements ThreadFactory {
    /** For so many threads there is no memory. */
    int refused;

    /** So many threads end before their work. */
    int stillborn;

    /** What others do while a thread runs already, and the caller of its start does not know yet. */
    Runnable meanwhile = () -> {};

    final List<Thread> made = new CopyOnWriteArrayList<>();

    /** A started worker whose first thread has ended before its first round. */
    public static Worker withoutTheFirst(Worker.Rounds rounds) throws InterruptedException {
        var threads = new PlayedThreads();
        threads.stillborn = 1;
        var worker = new Worker(rounds, threads);
        worker.start();
        threads.awaitEnd();
        return worker;
    }

    @Override
    public Thread newThread(Runnable work) {
        if (refused > 0) {
            refused--;
            throw new OutOfMemoryError("played");
        }
        boolean ends = stillborn > 0;
        stillborn -= ends ? 1 : 0;
        var thread = new PlayedThread(ends ? () -> {} : work);
        thread.setDaemon(true);
        made.add(thread);
        return thread;
    }

    /** Waits until each thread has ended. */
    void awaitEnd() throws InterruptedException {
        for (Thread thread : made) {
            thread.join();
        }
    }

    private final class PlayedThread extends Thread {
        PlayedThread(Runnable work) {
            super(work, "played");
        }

        @Override
        public synchronized void start() {
            super.start();
            meanwhile.run();
        }
    }
}
