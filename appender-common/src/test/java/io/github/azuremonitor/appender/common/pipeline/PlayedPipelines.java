package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Whole pipelines whose clock the test moves, in front of an Azure that is played and keeps the bodies. After the test each
 * of them is stopped, and its ledger has to balance.
 */
final class PlayedPipelines implements AfterEachCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final ManualTime time = new ManualTime();
    final PlayedAzure azure = new PlayedAzure();
    final RecordingReporter reporter = new RecordingReporter();
    final Pipelines pipelines = new Pipelines(new Pipeline.Dependencies(time, new Random(5), UUID::randomUUID, azure));

    private final List<PipelineHandle> opened = new ArrayList<>();

    PlayedPipelines() {
        azure.keepsBodies = true;
    }

    PipelineHandle open(String... settings) {
        PipelineHandle handle = TestAppender.open(pipelines, Settings.with(settings), reporter);
        opened.add(handle);
        return handle;
    }

    /** The courier goes by the clock of the test, which has to go on for a stop to reach its deadline. */
    void stop(PipelineHandle handle) {
        Thread closer = new Thread(() -> handle.close(PATIENCE));
        closer.start();
        await().atMost(PATIENCE).untilAsserted(() -> {
            time.advance(Duration.ofSeconds(2));
            assertThat(closer.isAlive()).as("still closing; %s", handle.stats()).isFalse();
        });
    }

    @Override
    public void afterEach(ExtensionContext context) {
        azure.outcome = Outcomes.accepted();
        azure.refuses = row -> false;
        for (PipelineHandle handle : opened) {
            stop(handle);
            assertThat(handle.stats()).matches(PipelineStats::balances, "balances");
            assertThat(handle.stats().held()).isZero();
        }
    }
}
