package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Losses by reason, between which two looks they were counted, and which of them rows have told of. A row of ours can be
 * lost too: that is not told, or an Azure that refuses such rows would get them for ever. Flusher only.
 */
final class Losses {
    /** Reasons of log calls and events; a row of ours, which is in a batch at once, is never lost for them. */
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
    private final Map<DropReason, Loss> unheard = new EnumMap<>(DropReason.class);
    private List<Loss> underWay = List.of();
    private long lastLookMillis;

    Losses(Ledger ledger, long nowMillis) {
        this.ledger = ledger;
        this.lastLookMillis = nowMillis;
    }

    /** Counts what was lost since the last look. */
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

    /** What to tell: no loss that may be that of the rows under way, and with each what an unheard row told of. */
    List<Loss> due() {
        return untold.values().stream()
                .filter(loss -> loss.events > (NEVER_OURS.contains(loss.reason) ? 0 : underWay.size()))
                .map(this::withUnheard)
                .toList();
    }

    /** What to tell if there is no later. */
    List<Loss> dueAtLast() {
        var all = new ArrayList<>(due());
        unheard.forEach((reason, loss) -> {
            if (all.stream().noneMatch(other -> other.reason == reason)) {
                all.add(loss);
            }
        });
        return all;
    }

    /** One row for each of these is under way. */
    void told(List<Loss> losses) {
        underWay = losses;
        for (Loss loss : losses) {
            untold.remove(loss.reason);
            unheard.remove(loss.reason);
        }
    }

    /** Whether rows are under way. */
    boolean isUnderWay() {
        return !underWay.isEmpty();
    }

    /** The rows under way arrived, or some were lost, nobody knows for which reason. */
    void settled(boolean arrived) {
        if (!arrived) {
            int rows = underWay.size();
            for (DropReason reason : EnumSet.complementOf(EnumSet.copyOf(NEVER_OURS))) {
                untold.computeIfPresent(reason, (same, loss) -> loss.events > rows ? loss.less(rows) : null);
            }
            // Told again with the next loss and not at once: it may be that such rows are always refused.
            underWay.forEach(loss -> unheard.merge(loss.reason, loss, Loss::and));
        }
        underWay = List.of();
    }

    private Loss withUnheard(Loss loss) {
        Loss earlier = unheard.get(loss.reason);
        return earlier == null ? loss : earlier.and(loss);
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
