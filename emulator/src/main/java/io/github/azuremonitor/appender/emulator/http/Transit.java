package io.github.azuremonitor.appender.emulator.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Limits the bytes of all bodies under way. When there is no more room, the slowest ones are given up: half-sent bodies
 * must not keep out complete ones. Safe for use by several threads.
 */
final class Transit {
    private final long mostBytes;
    private final Set<CallReader> reading = new LinkedHashSet<>();
    private long bytes;

    Transit(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether there is room for more bytes of a body. */
    boolean takes(CallReader reader, int more) {
        List<CallReader> givenUp = new ArrayList<>();
        boolean taken;
        synchronized (this) {
            reading.add(reader);
            Iterator<CallReader> oldest = reading.iterator();
            while (bytes + more > mostBytes && oldest.hasNext()) {
                CallReader each = oldest.next();
                if (each != reader) {
                    oldest.remove();
                    bytes -= each.release();
                    givenUp.add(each);
                }
            }
            taken = bytes + more <= mostBytes;
            if (taken) {
                bytes += more;
                reader.holds(more);
            }
        }
        givenUp.forEach(CallReader::giveUp);
        return taken;
    }

    /** The body has come: it is not given up any more, but still counts. */
    synchronized void complete(CallReader reader) {
        reading.remove(reader);
    }

    /** The request is over. */
    synchronized void over(CallReader reader) {
        reading.remove(reader);
        bytes -= reader.release();
    }
}
