package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchInfo;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemorySpoolTest {
    private static final int BYTES = 1000;

    @Test
    void aBatchIsTakenAlsoIfThereIsNoMemoryToTellOfTheOneThatMadeRoom() {
        var spool = new MemorySpool(3 * BYTES / 2, Duration.ofDays(1), new ManualTime(), (id, rows, reason) -> {
            throw new OutOfMemoryError("played");
        });
        spool.put(batch(1), false);

        spool.put(batch(2), false);

        Spool.Lease lease = spool.lease(stream -> true);
        assertThat(lease).isNotNull();
        assertThat(lease.batch().id()).isEqualTo(2);
        assertThat(spool.rows()).isEqualTo(7);
    }

    private static Batch batch(long id) {
        return new Batch(id, UUID.randomUUID(), new BatchInfo("Custom-App", 7, BYTES, 0, 0), new byte[BYTES]);
    }
}
