package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HungEndpointTest {
    private static final long CEILING = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    @Test
    @Timeout(180)
    void theMemoryCeilingHoldsWhileNothingIsAnsweredAndTextsDoNotCompress() {
        var azure = new PlayedAzure();
        azure.hangs = true;
        var pipelines = new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(1), UUID::randomUUID, azure));
        var reporter = new RecordingReporter();
        long before = usedHeap();
        var settings = Settings.with("maxBlock", "10s", "durability", "memory");
        PipelineHandle handle = TestAppender.open(pipelines, settings, reporter);
        // More than may be held.
        int events = (int) ((Boolean.getBoolean("thorough") ? 3 : 2) * CEILING / 1000);
        var random = new Random(2);
        for (int i = 0; i < events; i++) {
            LogCalls.log(handle, noise(random));
        }
        assertThat(handle.flush(Duration.ofMillis(500))).as("nobody answers").isFalse();

        // More than once: the JVM leaves a collection out while any thread is in native code that has an array pinned,
        // and a
        // busy machine may leave the flusher in the middle of it.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(usedHeap() - before)
                        .as("bytes held between log call and network")
                        .isLessThan(CEILING));
        assertThat(handle.stats().held()).as("and much of it is used").isGreaterThan(events / 10);
        assertThat(handle.stats().dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        // A reading is exact at rest only, and on a busy machine rows are still on their way to the buffer.
        await().atMost(Duration.ofMinutes(1)).until(handle::stats, stats -> stats.balances());
        handle.close(Duration.ofSeconds(1));
        assertThat(handle.stats().balances()).isTrue();
    }

    /** 1,000 characters that gzip can hardly make smaller. */
    private static String noise(Random random) {
        byte[] bytes = new byte[750];
        random.nextBytes(bytes);
        return java.util.Base64.getEncoder().encodeToString(bytes);
    }

    private static long usedHeap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
