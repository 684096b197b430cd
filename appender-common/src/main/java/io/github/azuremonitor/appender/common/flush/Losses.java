package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Losses by reason, the two checks between which they were counted, and those already reported in rows. A row of our
 * own can be lost too: that is not reported, because if Azure refused such rows, they would be sent for ever. Flusher
 * only.
 */
final class Losses {
    /** Reasons of log calls and events; a row of our own goes straight into a batch and is never lost for these. */
    private static final Set<DropReason> NEVER_OURS = EnumSet.of(
            DropReason.RING_FULL,
            DropReason.STOPPED,
            DropReason.NESTED,
            DropReason.CAPTURE_FAILED,
            DropReason.BUDGET,
            DropReason.TOO_LARGE);

    private final Ledger ledger;
    private final Map<DropReason, Long> seen = new EnumMap<>(DropReason.class);
    private final Map<DropReason, Loss> untold = new EnumMap<>(DropReason.class);
    private final Map<DropReason, Loss> unreported = new EnumMap<>(DropReason.class);
    private List<Loss> underWay = List.of();
    private long lastLookMillis;

    Losses(Ledger ledger, long nowMillis) {
        this.ledger = ledger;
        this.lastLookMillis = nowMillis;
    }

    /** Counts what was lost since the last check. */
    void look(long nowMillis) {
        for (DropReason reason : DropReason.values()) {
            long fresh = ledger.droppedFor(reason) - seen.getOrDefault(reason, 0L);
            if (fresh > 0 && !reason.intended()) {
                seen.merge(reason, fresh, Long::sum);
                untold.merge(reason, new Loss(reason, fresh, lastLookMillis, nowMillis), Loss::and);
            }
        }
        lastLookMillis = nowMillis;
    }

    /**
     * What to report: without losses that may be of the report rows under way, and including those of reports that
     * never arrived.
     */
    List<Loss> due() {
        return untold.values().stream()
                .filter(loss -> loss.events > (NEVER_OURS.contains(loss.reason) ? 0 : underWay.size()))
                .map(this::withUnheard)
                .toList();
    }

    /** What to report when there is no later chance. */
    List<Loss> dueAtLast() {
        var all = new ArrayList<>(due());
        unreported.forEach((reason, loss) -> {
            if (all.stream().noneMatch(other -> other.reason == reason)) {
                all.add(loss);
            }
        });
        return all;
    }

    /** A row for each of these is under way. */
    void told(List<Loss> losses) {
        underWay = losses;
        for (Loss loss : losses) {
            untold.remove(loss.reason);
            unreported.remove(loss.reason);
        }
    }

    /** Whether rows are under way. */
    boolean isUnderWay() {
        return !underWay.isEmpty();
    }

    /** The rows under way arrived, or some were lost, for an unknown reason. */
    void settled(boolean arrived) {
        if (!arrived) {
            int rows = underWay.size();
            for (DropReason reason : EnumSet.complementOf(EnumSet.copyOf(NEVER_OURS))) {
                untold.computeIfPresent(reason, (same, loss) -> loss.events > rows ? loss.less(rows) : null);
            }
            // Reported again with the next loss and not at once: such rows may always be refused.
            underWay.forEach(loss -> unreported.merge(loss.reason, loss, Loss::and));
        }
        underWay = List.of();
    }

    private Loss withUnheard(Loss loss) {
        Loss earlier = unreported.get(loss.reason);
        return earlier == null ? loss : earlier.and(loss);
    }

    /**
     * What was lost for one reason.
     *
     * @param fromMillis last check that saw none of it, milliseconds since 1970
     * @param toMillis first check that saw all of it
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
