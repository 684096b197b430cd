package io.github.azuremonitor.appender.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EventSlotTest {
    private final EventSlot slot = new EventSlot();

    @Test
    void aSharedContextIsReadLikeOneThatWasCopied() {
        slot.sharedContext(Map.of("orderId", "42"));

        assertThat(slot.context().find("orderId")).isEqualTo("42");
        assertThat(slot.context().size()).as("read twice").isEqualTo(1);
    }

    @Test
    void aSharedContextBeyondItsSizeIsCutAndCounted() {
        slot.sharedContext(Map.of("large", "x".repeat(Pairs.MAX_CHARS)));

        assertThat(slot.context().size()).isZero();
        assertThat(slot.context().leftOut()).isEqualTo(1);
    }

    @Test
    void aClearedSlotKnowsNothingOfASharedContextThatNobodyRead() {
        slot.sharedContext(Map.of("orderId", "42"));
        slot.clear();

        assertThat(slot.context().size()).isZero();
    }

    @Test
    void aSlotThatIsUsedAgainHasTheNewOriginWhetherOrNotTheOldOneWasTheSame() {
        slot.origin(Severity.INFO, "INFO", "a.Logger", "main");
        slot.clear();
        slot.origin(Severity.WARN, "WARN", null, null);

        assertThat(slot.severity()).isEqualTo(Severity.WARN);
        assertThat(slot.level()).isEqualTo("WARN");
        assertThat(slot.logger()).isEmpty();
        assertThat(slot.thread()).isEmpty();
    }
}
