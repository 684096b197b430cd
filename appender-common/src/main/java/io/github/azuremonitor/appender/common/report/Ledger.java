package io.github.azuremonitor.appender.common.report;

import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what became of every event, in rows. Any thread adds; a reading is exact only at rest.
 *
 * <p>{@code offered + recovered + reported = accepted + held + handedOver + Σ dropped} holds whenever nothing moves;
 * what is held is counted by the stages that hold it, not by subtraction.
 */
public final class Ledger {
    private final Counter offered = new Counter();
    private final Counter accepted = new Counter();
    private final Counter recovered = new Counter();
    private final Counter reported = new Counter();
    private final Counter handedOver = new Counter();
    private final Counter self = new Counter();
    private final Counter posts = new Counter();
    private final Counter bytesPosted = new Counter();
    private final Counter cutValues = new Counter();
    private final Counter unfitValues = new Counter();
    private final ValueCounts valueCounts = new ValueCounts();
    private final Counter redactionsGivenUp = new Counter();
    private final Counter lostAtDoor = new Counter();
    private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);

    /** All at zero. */
    public Ledger() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new Counter());
        }
    }

    /** An event has left the ring. */
    public void offered() {
        offered.increment();
    }

    /** Azure answered 204 for that many rows. */
    public void accepted(int rows) {
        accepted.add(rows);
    }

    /** Rows of an earlier run were taken over. */
    public void recovered(long rows) {
        recovered.add(rows);
    }

    /** A row of our own, about losses or that the application lives, was put into a batch like an event. */
    public void reported() {
        reported.increment();
    }

    /** Rows went to another pipeline or stay on disk for the next run. */
    public void handedOver(long rows) {
        handedOver.add(rows);
    }

    /** An event of one of our own threads was kept out of the ring. */
    public void self() {
        self.increment();
    }

    /** A POST was started. */
    public void posted(int bytes) {
        posts.increment();
        bytesPosted.add(bytes);
    }

    /** A value threw when it was read, and was left out of its row. */
    public void unreadableValue() {
        unfitValues.increment();
    }

    /** A value did not fit its column's type, and was left out of its row. */
    public void unfitValue(String column, String logger) {
        unfitValues.increment();
        valueCounts.unfit(column, logger);
    }

    /** A value was cut, or something of an object left out. */
    public void cutValue(String column, String logger) {
        cutValues.increment();
        valueCounts.cut(column, logger);
    }

    /** What rows do not show. */
    public ValueStats values() {
        return new ValueStats(cutValues.sum(), unfitValues.sum(), redactionsGivenUp.sum(), valueCounts.read());
    }

    /** A value was left out because searching it for what must not be shipped took too long. */
    public void redactionGivenUp() {
        redactionsGivenUp.increment();
    }

    /** Rows were lost after they left the ring. */
    public void dropped(DropReason reason, int rows) {
        counter(reason).add(rows);
    }

    /** An event was lost before it entered the ring; it counts as offered too. */
    public void droppedAtDoor(DropReason reason) {
        offered.increment();
        counter(reason).increment();
        if (!reason.intended()) {
            lostAtDoor.increment();
        }
    }

    /** Events lost before they entered the ring, without those left out on purpose. */
    public long lostAtDoor() {
        return lostAtDoor.sum();
    }

    /** Rows lost for that reason so far. */
    public long droppedFor(DropReason reason) {
        return counter(reason).sum();
    }

    /** What was counted so far, with what the stages hold now. */
    public PipelineStats read(long held) {
        var losses = new EnumMap<DropReason, Long>(DropReason.class);
        dropped.forEach((reason, count) -> {
            if (count.sum() > 0) {
                losses.put(reason, count.sum());
            }
        });
        return new PipelineStats(
                offered.sum(),
                recovered.sum(),
                reported.sum(),
                accepted.sum(),
                held,
                handedOver.sum(),
                losses,
                self.sum(),
                posts.sum(),
                bytesPosted.sum(),
                values());
    }

    private Counter counter(DropReason reason) {
        Counter counter = dropped.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return counter;
    }
}
