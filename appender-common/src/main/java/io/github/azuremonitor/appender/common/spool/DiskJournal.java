package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Journal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pages for the flusher, which does nothing but write to them: making, forcing and deleting files can take seconds, so
 * the courier does that beforehand and afterwards.
 */
final class DiskJournal implements Journal {
    /** Empty pages that lie ready: one for each of the batches that a busy flusher cuts before the courier comes. */
    private static final int READY = 8;

    private final Runnable wakeCourier;
    private final long forceNanos;

    /** A monitor, because it needs no memory where two threads meet: the heap may be full. */
    private final Object lock = new Object();

    /** Never grows. */
    private final Deque<JournalPage> ready = new ArrayDeque<>(2 * READY);

    private final Set<JournalPage> inUse = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean written = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private boolean suspended;
    private boolean ended;
    private boolean forcedBefore;
    private long lastForceNanos;

    /**
     * An empty journal; touches nothing.
     *
     * @param forceNanos how often pages are forced to the device, 0 for never
     * @param wakeCourier run when there are few pages left
     */
    DiskJournal(long forceNanos, Runnable wakeCourier) {
        this.forceNanos = forceNanos;
        this.wakeCourier = wakeCourier;
    }

    @Override
    public @Nullable Page open(String stream) {
        JournalPage page = take();
        return page == null ? null : page.begin(stream);
    }

    @Override
    public void end() {
        synchronized (lock) {
            ended = true;
            lock.notifyAll();
        }
    }

    private @Nullable JournalPage take() {
        synchronized (lock) {
            awaitPage();
            JournalPage page = ended || suspended ? null : ready.peekFirst();
            if (page != null) {
                // Within the lock, so that whoever closes the journal meanwhile closes this page too.
                inUse.add(page);
                ready.removeFirst();
            }
            if (ready.size() <= READY / 2 && !suspended) {
                wakeCourier.run();
            }
            return page;
        }
    }

    private void awaitPage() {
        boolean interrupted = false;
        while (mustWait()) {
            wakeCourier.run();
            try {
                if (mustWait()) {
                    lock.wait();
                }
            } catch (InterruptedException strayed) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean mustWait() {
        return ready.isEmpty() && !suspended && !ended;
    }

    /** A page was written to and takes that many bytes more; flusher only. */
    void grew(long count) {
        bytes.addAndGet(count);
        written.set(true);
    }

    /** A page could not be written; flusher only. */
    void failed(Throwable why) {
        failure.compareAndSet(null, why);
        wakeCourier.run();
    }

    /** Bytes that pages take from the disk, empty ones too; any thread. */
    long bytes() {
        return bytes.get();
    }

    /** Whether anything was written since the last call; courier only. */
    boolean wrote() {
        return written.getAndSet(false);
    }

    /** Why writing failed since the last call, or null; courier only. */
    @Nullable Throwable failure() {
        return failure.getAndSet(null);
    }

    /** Whether the flusher goes on without pages, because the disk fails; courier only. */
    void suspended(boolean now) {
        synchronized (lock) {
            suspended = now;
            lock.notifyAll();
        }
    }

    /** Whether pages are forced to the device, so that their names have to be too. */
    boolean isForced() {
        return forceNanos > 0;
    }

    /** Takes the empty pages back, closed: their directory may be gone. Courier only. */
    List<JournalPage> takeReady() {
        synchronized (lock) {
            ready.forEach(this::close);
            var empty = new ArrayList<>(ready);
            ready.clear();
            return empty;
        }
    }

    /** Pages whose files are lost, or another process's, hold nothing that can be relied on; courier only. */
    void giveUp(Predicate<JournalPage> lost, boolean foreign) {
        for (JournalPage page : inUse) {
            if (lost.test(page)) {
                page.giveUp(foreign);
            }
        }
    }

    /** Whether another page should be made; courier only. */
    boolean wantsPage() {
        synchronized (lock) {
            return !ended && ready.size() < READY;
        }
    }

    /** Takes an empty page; courier only. */
    void add(JournalPage page) {
        bytes.addAndGet(page.taken());
        synchronized (lock) {
            ready.addLast(page);
            lock.notifyAll();
        }
    }

    /** A page that nobody needs any more, closed, or null; courier only. */
    @Nullable JournalPage nextDropped() {
        for (JournalPage page : inUse) {
            if (page.isDropped()) {
                close(page);
                inUse.remove(page);
                return page;
            }
        }
        return null;
    }

    /** The page is a waiting batch from now on; courier only. */
    void kept(JournalPage page) {
        if (inUse.remove(page)) {
            close(page);
        }
    }

    /** Forces pages if it is time to; returns nanoseconds until the next time. Courier only. */
    long force(long nowNanos) throws IOException {
        if (forceNanos == 0) {
            return Long.MAX_VALUE;
        }
        if (!forcedBefore || nowNanos - lastForceNanos >= forceNanos) {
            forcedBefore = true;
            lastForceNanos = nowNanos;
            for (JournalPage page : inUse) {
                page.force();
            }
        }
        return forceNanos - (nowNanos - lastForceNanos);
    }

    /** Ends all pages; those returned are empty. Courier only. */
    List<JournalPage> close() {
        end();
        // What an open batch has in its page stays: the next start finds it.
        inUse.forEach(this::close);
        inUse.clear();
        return takeReady();
    }

    private void close(JournalPage page) {
        page.close();
        bytes.addAndGet(-page.taken());
    }
}
