package io.github.azuremonitor.appender.common.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.deliver.CourierFactory;
import io.github.azuremonitor.appender.common.deliver.Inbox;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.ring.EventRing;
import io.github.azuremonitor.appender.common.ring.RingEntry;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.spool.DeadLetters;
import io.github.azuremonitor.appender.common.spool.MemorySpool;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.PlayedThreads;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.UninterruptedWait;
import io.github.azuremonitor.appender.common.time.Worker;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RevivedFlusherTest {
    private final AppenderSettings settings = Settings.with();
    private final RecordingReporter reporter = new RecordingReporter();
    private final Ledger ledger = new Ledger();
    private final PipelineContext context =
            new PipelineContext(ledger, reporter, Time.SYSTEM, new Random(7), UUID::randomUUID);
    private final EventRing ring = new EventRing(settings.pipeline().ring(), 1 << 20, ledger, Time.SYSTEM);
    private final Inbox inbox = new Inbox(1 << 20, batch -> {});

    @Test
    void aFlusherWhoseThreadHadEndedSaysSoAndReadsWhatWasLoggedMeanwhile() throws Exception {
        Worker worker = PlayedThreads.withoutTheFirst(flusher());
        var event = new RingEntry();
        event.begin(0, Severity.INFO, 0);
        event.row(new byte[] {'{', '}'}, 2);
        assertThat(ring.offer(event)).as("the ring takes the event").isTrue();
        ring.close();

        worker.revive();
        UninterruptedWait.join(worker, TimeUnit.MINUTES.toNanos(1));
        assertThat(worker.hasEnded()).as("ended; lines: %s", reporter.lines()).isTrue();
        assertThat(reporter.lines()).containsOnlyOnce("ERROR the flusher's thread had ended and was started again");
        assertThat(inbox.rows()).as("rows for the courier").isEqualTo(1);
    }

    private Flusher flusher() {
        var tables = new Tables();
        tables.own(
                settings.table(), new StreamColumns(settings.table().columns().columns(), Map.of()));
        var linger = new LingerPolicy(Duration.ofSeconds(5));
        var batcher = new Batcher(0, linger, UUID::randomUUID, inbox::put, rows -> {});
        var courier = CourierFactory.create(
                settings.pipeline(),
                new CourierFactory.Dependencies(
                        context,
                        inbox,
                        new Nowhere(),
                        losses -> new MemorySpool(1 << 20, Duration.ofDays(7), Time.SYSTEM, losses),
                        DeadLetters.NONE,
                        linger,
                        tables::naming));
        return new Flusher(ring, batcher, courier, tables, settings.pipeline(), context);
    }

    /** The courier's thread is not started. */
    private static final class Nowhere implements Sender {
        @Override
        public void send(Batch batch, Consumer<Outcome> answer) {
            throw new AssertionError("nobody sends");
        }

        @Override
        public void renewCredential(Outcome refused) {
            throw new AssertionError("nobody sends");
        }

        @Override
        public void close() {}
    }
}
