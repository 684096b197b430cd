package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Losses that no row has told of yet, by reason, and between which two looks they were counted. Flusher only. */
final class Losses {
    /** Reasons of log calls and events; a row of ours, which is in a batch at once, is never lost for them. */
    private static final Set<DropReason> NEVER_OURS = EnumSet.of(
            DropReason.RING_FULL,
            DropReason.STOPPED,
            DropReason.NESTED,
            DropReason.CAPTURE_FAILED,
            DropReason.TOO_LARGE);

    private final Ledger ledger;
    private final Map<DropReason, Long> seen = new EnumMap<>(DropReason.class);
    private final Map<DropReason, Loss> untold = new EnumMap<>(DropReason.class);
    private long lastLookMillis;

    Losses(Ledger ledger, long nowMillis) {
        this.ledger = ledger;
        this.lastLookMillis = nowMillis;
    }

    /** Counts what was lost since the last look. */
    void look(long nowMillis) {
        for (DropReason reason : DropReason.values()) {
            long fresh = ledger.droppedFor(reason) - seen.getOrDefault(reason, 0L);
            if (fresh > 0) {
                seen.merge(reason, fresh, Long::sum);
                untold.merge(reason, new Loss(reason, fresh, lastLookMillis, nowMillis), Loss::and);
            }
        }
        lastLookMillis = nowMillis;
    }

    /** What to tell while {@code ownRows} rows of ours may be among what was lost: nothing that is no more than they. */
    List<Loss> untold(int ownRows) {
        return untold.values().stream()
                .filter(loss -> loss.events > (NEVER_OURS.contains(loss.reason) ? 0 : ownRows))
                .toList();
    }

    /** Rows tell of these from now on. */
    void told(List<Loss> losses) {
        losses.forEach(loss -> untold.remove(loss.reason));
    }

    /** Some of {@code ownRows} rows of ours were lost, nobody knows for which reason: none of it is told. */
    void ownLost(int ownRows) {
        for (DropReason reason : EnumSet.complementOf(EnumSet.copyOf(NEVER_OURS))) {
            untold.computeIfPresent(reason, (same, loss) -> loss.events > ownRows ? loss.less(ownRows) : null);
        }
    }

    /**
     * What was lost for one reason.
     *
     * @param fromMillis last look that saw none of it, milliseconds since 1970
     * @param toMillis first look that saw all of it
     */
    record Loss(DropReason reason, long events, long fromMillis, long toMillis) {
        private Loss and(Loss later) {
            return new Loss(reason, events + later.events, fromMillis, later.toMillis);
        }

        private Loss less(int rows) {
            return new Loss(reason, events - rows, fromMillis, toMillis);
        }
    }
}
