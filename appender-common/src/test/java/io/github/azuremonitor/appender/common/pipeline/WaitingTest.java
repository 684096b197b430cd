package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingTest {
    @Test
    void aFlushMayBeToldToWaitForEver() {
        assertThat(Waiting.until(CompletableFuture.completedFuture(true), ChronoUnit.FOREVER.getDuration()))
                .isTrue();
    }
}
