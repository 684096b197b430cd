package io.github.azuremonitor.appender.common.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.flush.Losses.Loss;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final Ledger ledger = new Ledger();
    private final Losses losses = new Losses(ledger, 1000);

    @Test
    void aSpanReachesFromTheLastLookWithoutToTheFirstLookWithAll() {
        losses.look(2000);
        ledger.dropped(DropReason.BUFFER_FULL, 3);
        losses.look(3000);
        ledger.dropped(DropReason.BUFFER_FULL, 4);
        losses.look(4000);
        losses.look(5000);
        assertThat(losses.due()).containsExactly(new Loss(DropReason.BUFFER_FULL, 7, 2000, 4000));
    }

    @Test
    void whatWasToldIsNotToldAgain() {
        ledger.dropped(DropReason.BUFFER_FULL, 3);
        losses.look(2000);
        losses.told(losses.due());
        losses.settled(true);
        assertThat(losses.due()).isEmpty();
        ledger.dropped(DropReason.BUFFER_FULL, 1);
        losses.look(3000);
        assertThat(losses.due()).containsExactly(new Loss(DropReason.BUFFER_FULL, 1, 2000, 3000));
    }

    @Test
    void aLossThatMayBeThatOfOurRowWaits() {
        report();
        ledger.dropped(DropReason.REFUSED, 1);
        losses.look(3000);
        assertThat(losses.due()).isEmpty();
        ledger.dropped(DropReason.REFUSED, 1);
        losses.look(4000);
        assertThat(losses.due()).containsExactly(new Loss(DropReason.REFUSED, 2, 2000, 4000));
    }

    @Test
    void aRowThatWasLostIsNotToldAndWhatItToldWaitsForTheNextLoss() {
        report();
        ledger.dropped(DropReason.REFUSED, 1);
        ledger.dropped(DropReason.EXPIRED, 9);
        losses.look(3000);
        losses.settled(false);
        assertThat(losses.due()).containsExactly(new Loss(DropReason.EXPIRED, 8, 2000, 3000));
        ledger.dropped(DropReason.BUFFER_FULL, 2);
        losses.look(4000);
        assertThat(losses.due()).contains(new Loss(DropReason.BUFFER_FULL, 7, 1000, 4000));
        losses.told(losses.due());
        losses.settled(true);
        assertThat(losses.dueAtLast()).isEmpty();
    }

    @Test
    void whatARowThatWasLostToldIsToldAtTheLatestAtTheStop() {
        report();
        losses.settled(false);
        assertThat(losses.due()).isEmpty();
        assertThat(losses.dueAtLast()).containsExactly(new Loss(DropReason.BUFFER_FULL, 5, 1000, 2000));
    }

    @Test
    void anEventThatTheRingHadNoRoomForIsNeverARowOfOurs() {
        report();
        ledger.droppedAtDoor(DropReason.RING_FULL);
        losses.look(3000);
        var loss = new Loss(DropReason.RING_FULL, 1, 2000, 3000);
        assertThat(losses.due()).containsExactly(loss);
        losses.settled(false);
        assertThat(losses.due()).containsExactly(loss);
    }

    /** One row is under way. */
    private void report() {
        ledger.dropped(DropReason.BUFFER_FULL, 5);
        losses.look(2000);
        losses.told(losses.due());
    }
}
