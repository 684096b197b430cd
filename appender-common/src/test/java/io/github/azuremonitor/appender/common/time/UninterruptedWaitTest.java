package io.github.azuremonitor.appender.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UninterruptedWaitTest {
    @Test
    void aFlushMayBeToldToWaitForEver() {
        assertThat(UninterruptedWait.until(CompletableFuture.completedFuture(true), ChronoUnit.FOREVER.getDuration()))
                .isTrue();
    }
}
