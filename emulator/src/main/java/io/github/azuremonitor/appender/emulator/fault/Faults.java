package io.github.azuremonitor.appender.emulator.fault;

import io.github.azuremonitor.appender.emulator.wire.Call;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The script of faults. A request gets the first queued fault that is meant for it, or else the newest permanent one.
 * Safe for use by several threads.
 */
public final class Faults {
    private final List<Fault> queued = new ArrayList<>();
    private final Deque<Fault> standing = new ArrayDeque<>();
    private final List<Runnable> held = new ArrayList<>();
    private long clearings;
    private long changes;

    /** The next request it is meant for meets this fault. */
    public Faults next(Fault fault) {
        return next(1, fault);
    }

    /** The next {@code times} requests it is meant for meet this fault. */
    public synchronized Faults next(int times, Fault fault) {
        changes++;
        for (int i = 0; i < times; i++) {
            queued.add(fault);
        }
        return this;
    }

    /** From now on every request it is meant for meets this fault, if none is queued for it. */
    public synchronized Faults always(Fault fault) {
        changes++;
        standing.addFirst(fault);
        return this;
    }

    /** How many queued faults have met no request yet. */
    public synchronized int pending() {
        return queued.size();
    }

    /**
     * The armed faults in a few words: first the queue, then permanent ones, and what still hangs. Equal neighbours are one
     * line.
     */
    public synchronized List<String> armed() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < queued.size(); ) {
            String text = queued.get(i).text();
            int from = i;
            while (i < queued.size() && queued.get(i).text().equals(text)) {
                i++;
            }
            lines.add((i - from == 1 ? "next request: " : "next " + (i - from) + " requests: ") + text);
        }
        standing.forEach(fault -> lines.add("all requests: " + fault.text()));
        if (!held.isEmpty()) {
            String requests = held.size() == 1 ? "1 request hangs" : held.size() + " requests hang";
            lines.add(requests + " until the faults are ended");
        }
        return lines;
    }

    /** Ends the script; the connections of hanging requests are reset. */
    public void clear() {
        List<Runnable> released;
        synchronized (this) {
            queued.clear();
            standing.clear();
            released = List.copyOf(held);
            held.clear();
            clearings++;
            changes++;
        }
        released.forEach(Runnable::run);
    }

    /** The fault this request meets, {@link Fault#NONE} if none. */
    public synchronized Fault take(Call call) {
        for (Iterator<Fault> each = queued.iterator(); each.hasNext(); ) {
            Fault fault = each.next();
            if (fault.hits(call)) {
                each.remove();
                changes++;
                return fault;
            }
        }
        return standing.stream().filter(fault -> fault.hits(call)).findFirst().orElse(Fault.NONE);
    }

    /** Grows with everything that changes here. */
    public synchronized long changes() {
        return changes;
    }

    /** How often the script was cleared; to be read before a fault is taken, for {@link #hold}. */
    public synchronized long clearings() {
        return clearings;
    }

    /**
     * Keeps what ends a hanging request until the script is cleared, or runs it now if that has happened since.
     *
     * @param before {@link #clearings()} from before the fault was taken
     */
    public void hold(long before, Runnable release) {
        synchronized (this) {
            if (before == clearings) {
                held.add(release);
                changes++;
                return;
            }
        }
        release.run();
    }
}
