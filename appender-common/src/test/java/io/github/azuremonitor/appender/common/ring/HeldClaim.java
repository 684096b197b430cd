package io.github.azuremonitor.appender.common.ring;

import io.github.azuremonitor.appender.common.event.Severity;

/** Cells of a ring that are claimed and not published, as those of a log call that is stopped in its middle. */
public final class HeldClaim {
    private final EventRing ring;
    private final int cells;
    private final long first;

    public HeldClaim(EventRing ring, int cells) {
        this.ring = ring;
        this.cells = cells;
        this.first = ring.claim(cells);
        if (first < 0) {
            throw new IllegalStateException("no room");
        }
    }

    /** Goes on as if something had been thrown. */
    public void publish() {
        ring.publish(first, cells, Severity.INFO);
    }

    /** Goes on. */
    public void write(RingEntry entry) {
        ring.write(first, cells, entry);
    }
}
