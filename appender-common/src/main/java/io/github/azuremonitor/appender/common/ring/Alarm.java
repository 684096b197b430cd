package io.github.azuremonitor.appender.common.ring;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where the flusher sleeps and who wakes it. All that both sides have to agree on is one number, so that no wake-up can be
 * lost between them:
 *
 * <ul>
 *   <li>{@link #AWAKE}: nobody needs to wake it;
 *   <li>{@link #RUNG}: someone has woken it, and it has not noticed yet; if it was not asleep, its next sleep ends at once;
 *   <li>a sequence, 0 or more: asleep until a slot from there on is published, or an urgent one;
 *   <li>the complement of a sequence: the same, but urgent ones do not matter.
 * </ul>
 *
 * <p>A publisher pays one read of memory that hardly ever changes. It needs no fence of its own to see a flusher that is
 * just going to sleep: its claim was one, and the flusher looks at what is claimed after it has set the alarm
 * ({@link EventRing#sleep}).
 */
final class Alarm {
    private static final long AWAKE = Long.MAX_VALUE;
    private static final long RUNG = ~AWAKE;

    private final AtomicLong state = new AtomicLong(AWAKE);
    private final Bed bed;

    /** Written by the flusher before it says that it sleeps, read by whoever took that back. */
    private @Nullable Thread sleeper;

    /** What a thread sleeps in. */
    interface Bed {
        /** The system's. */
        Bed SYSTEM = new Bed() {
            @Override
            public void sleep(Object owner, long nanos) {
                LockSupport.parkNanos(owner, nanos);
            }

            @Override
            public void wake(@Nullable Thread sleeper) {
                LockSupport.unpark(sleeper);
            }
        };

        /** Until that time is over or {@link #wake} was called, which may have been before; or for no reason. */
        void sleep(Object owner, long nanos);

        void wake(@Nullable Thread sleeper);
    }

    Alarm(Bed bed) {
        this.bed = bed;
    }

    /**
     * Says from which sequence on a publish wakes the flusher, and whether an urgent one does at once. Flusher only.
     *
     * @return false if somebody has rung, and it must not sleep
     */
    boolean set(long sequence, boolean hearsUrgent) {
        sleeper = Thread.currentThread();
        boolean set = state.compareAndSet(AWAKE, hearsUrgent ? sequence : ~sequence);
        // Before the flusher looks at what callers have done meanwhile.
        VarHandle.fullFence();
        return set;
    }

    /** Sleeps until somebody rings or the time is over; flusher only, once it is {@link #set}. */
    void sleep(long nanos) {
        bed.sleep(this, nanos);
    }

    /** The flusher is awake and looks at everything; flusher only. */
    void off() {
        state.set(AWAKE);
        VarHandle.fullFence();
    }

    /** The slots up to that sequence are published. */
    void published(long sequence) {
        long now = state.get();
        long from = now < 0 ? ~now : now;
        if (sequence >= from && from != AWAKE) {
            takeBack(now);
        }
    }

    /** As {@link #published}, for an event that is not to wait until the flusher wakes by itself. */
    void publishedUrgent() {
        // No claim stands between the publish and this look.
        VarHandle.fullFence();
        long now = state.get();
        if (now >= 0 && now != AWAKE) {
            takeBack(now);
        }
    }

    /** Wakes the flusher, or keeps it from going to sleep; any thread. */
    void ring() {
        long before = state.getAndSet(RUNG);
        if (before != AWAKE && before != RUNG) {
            bed.wake(sleeper);
        }
    }

    private void takeBack(long asleep) {
        if (state.compareAndSet(asleep, RUNG)) {
            bed.wake(sleeper);
        }
    }
}
