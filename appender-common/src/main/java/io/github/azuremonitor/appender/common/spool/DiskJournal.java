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
 * Pages for the flusher, which only writes to them: creating, forcing and deleting files can take seconds, so the
 * courier does that before and after.
 */
final class DiskJournal implements Journal {
    private enum State {
        /** The flusher waits for a page if there is none. */
        WRITING,
        /** The flusher works without pages, because the disk fails. */
        SUSPENDED,
        /** For good. */
        ENDED
    }

    /** Empty pages in stock: one for each batch that a busy flusher may cut before the courier makes more. */
    private static final int READY = 8;

    private final Runnable wakeCourier;
    private final long forceNanos;

    /** A monitor, because it needs no memory under contention: the heap may be full. */
    private final Object lock = new Object();

    /** Never grows. */
    private final Deque<JournalPage> ready = new ArrayDeque<>(2 * READY);

    private final Set<JournalPage> inUse = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean written = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private State state = State.WRITING;
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
    public Page open(String stream) {
        JournalPage page = take();
        return page == null ? Page.NONE : page.begin(stream);
    }

    @Override
    public void end() {
        synchronized (lock) {
            state = State.ENDED;
            lock.notifyAll();
        }
    }

    private @Nullable JournalPage take() {
        synchronized (lock) {
            awaitPage();
            JournalPage page = state == State.WRITING ? ready.peekFirst() : null;
            if (page != null) {
                // Within the lock, so that a concurrent close of the journal closes this page too.
                inUse.add(page);
                ready.removeFirst();
            }
            if (ready.size() <= READY / 2 && state != State.SUSPENDED) {
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
        return ready.isEmpty() && state == State.WRITING;
    }

    /** A page was written to and has grown by {@code count} bytes; flusher only. */
    void grew(long count) {
        bytes.addAndGet(count);
        written.set(true);
    }

    /** A page could not be written; flusher only. */
    void failed(Throwable why) {
        failure.compareAndSet(null, why);
        wakeCourier.run();
    }

    /** Bytes that pages take on the disk, empty ones too; any thread. */
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

    /** Sets whether the flusher works without pages, because the disk fails; courier only. */
    void suspended(boolean now) {
        synchronized (lock) {
            if (state != State.ENDED) {
                state = now ? State.SUSPENDED : State.WRITING;
            }
            lock.notifyAll();
        }
    }

    /** Whether pages are forced to the device, so that their names must be, too. */
    boolean isForced() {
        return forceNanos > 0;
    }

    /** Takes back the empty pages, closed: their directory may be gone. Courier only. */
    List<JournalPage> takeReady() {
        synchronized (lock) {
            ready.forEach(this::close);
            var empty = new ArrayList<>(ready);
            ready.clear();
            return empty;
        }
    }

    /** Marks pages whose files are lost, or taken by another process, as unreliable; courier only. */
    void giveUp(Predicate<JournalPage> lost, boolean foreign) {
        for (JournalPage page : inUse) {
            if (lost.test(page)) {
                if (foreign) {
                    page.markForeign();
                } else {
                    page.markGone();
                }
            }
        }
    }

    /** Whether another page should be made; courier only. */
    boolean wantsPage() {
        synchronized (lock) {
            return state != State.ENDED && ready.size() < READY;
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

    /** A page that is no longer needed, closed, or null; courier only. */
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

    /** From now on the page is a waiting batch; courier only. */
    void kept(JournalPage page) {
        if (inUse.remove(page)) {
            close(page);
        }
    }

    /** Forces pages when it is time; returns nanoseconds until the next time. Courier only. */
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

    /** Closes all pages; returns the empty ones. Courier only. */
    List<JournalPage> close() {
        end();
        // The rows of an open batch stay in its page: the next start finds them.
        inUse.forEach(this::close);
        inUse.clear();
        return takeReady();
    }

    private void close(JournalPage page) {
        page.close();
        bytes.addAndGet(-page.taken());
    }
}
