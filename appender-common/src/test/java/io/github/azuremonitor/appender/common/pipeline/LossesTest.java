package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.pipeline.Losses.Loss;
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
        assertThat(losses.untold(0)).containsExactly(new Loss(DropReason.BUFFER_FULL, 7, 2000, 4000));
    }

    @Test
    void whatWasToldIsNotToldAgain() {
        ledger.dropped(DropReason.BUFFER_FULL, 3);
        losses.look(2000);
        losses.told(losses.untold(0));
        assertThat(losses.untold(0)).isEmpty();
        ledger.dropped(DropReason.BUFFER_FULL, 1);
        losses.look(3000);
        assertThat(losses.untold(0)).containsExactly(new Loss(DropReason.BUFFER_FULL, 1, 2000, 3000));
    }

    @Test
    void aLossThatMayBeOursWaits() {
        ledger.dropped(DropReason.REFUSED, 2);
        losses.look(2000);
        assertThat(losses.untold(2)).isEmpty();
        ledger.dropped(DropReason.REFUSED, 1);
        losses.look(3000);
        assertThat(losses.untold(2)).containsExactly(new Loss(DropReason.REFUSED, 3, 1000, 3000));
    }

    @Test
    void rowsOfOursThatWereLostAreNotTold() {
        ledger.dropped(DropReason.REFUSED, 2);
        ledger.dropped(DropReason.BUFFER_FULL, 9);
        losses.look(2000);
        losses.ownLost(2);
        assertThat(losses.untold(0)).containsExactly(new Loss(DropReason.BUFFER_FULL, 7, 1000, 2000));
    }

    @Test
    void anEventThatTheRingHadNoRoomForIsNeverARowOfOurs() {
        ledger.droppedAtDoor(DropReason.RING_FULL);
        losses.look(2000);
        losses.ownLost(5);
        assertThat(losses.untold(5)).containsExactly(new Loss(DropReason.RING_FULL, 1, 1000, 2000));
    }
}
