package io.github.azuremonitor.appender.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoggedEventTest {
    private final LoggedEvent event = new LoggedEvent();

    @Test
    void aSharedContextIsReadLikeOneThatWasCopied() {
        event.sharedContext(Map.of("orderId", "42"));

        assertThat(event.context().find("orderId")).isEqualTo("42");
        assertThat(event.context().size()).as("read twice").isEqualTo(1);
    }

    @Test
    void aSharedContextBeyondItsSizeIsCutAndCounted() {
        event.sharedContext(Map.of("large", "x".repeat(Pairs.MAX_CHARS)));

        assertThat(event.context().size()).isZero();
        assertThat(event.context().leftOut()).isEqualTo(1);
    }

    @Test
    void aClearedEventKnowsNothingOfASharedContextThatNobodyRead() {
        event.sharedContext(Map.of("orderId", "42"));
        event.clear();

        assertThat(event.context().size()).isZero();
    }

    @Test
    void anEventThatIsUsedAgainHasTheNewOriginWhetherOrNotTheOldOneWasTheSame() {
        event.origin(Severity.INFO, "INFO", "a.Logger", "main");
        event.clear();
        event.origin(Severity.WARN, "WARN", null, null);

        assertThat(event.severity()).isEqualTo(Severity.WARN);
        assertThat(event.level()).isEqualTo("WARN");
        assertThat(event.logger()).isEmpty();
        assertThat(event.thread()).isEmpty();
    }
}
