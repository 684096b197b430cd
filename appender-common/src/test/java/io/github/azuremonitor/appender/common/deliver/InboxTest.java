package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a flusher meets when the courier takes nothing. */
@Timeout(120)
class InboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Inbox inbox = new Inbox(100_000, batch -> {});

    @Test
    void aFullInboxHoldsUpABatchThatIsInMemoryOnly() {
        List<Batch> batches = batches(Journal.NONE);
        inbox.put(batches.get(0));
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> inbox.put(batches.get(1)));
        await().atMost(PATIENCE).until(inbox::isHalfFull);
        assertThat(second).isNotDone();
        assertThat(inbox.nextBatch()).isSameAs(batches.get(0));
        await().atMost(PATIENCE).until(second::isDone);
    }

    @Test
    void aBatchInTheJournalIsNotHeldUpButGoesWithoutItsBody() {
        List<Batch> batches = batches(stream -> new SoundPage(true));
        batches.forEach(inbox::put);
        assertThat(inbox.rows()).isEqualTo(3);
        assertThat(inbox.nextBatch()).isSameAs(batches.get(0));
        Batch second = inbox.nextBatch();
        assertThat(second).isNotNull().matches(Batch::isOnPage);
        assertThat(second.id()).isEqualTo(batches.get(1).id());
        assertThat(second.copy()).isSameAs(batches.get(1).copy());
        assertThat(inbox.nextBatch()).isNotNull().matches(Batch::isOnPage);
    }

    @Test
    void aPageThatBrokeFreesNobody() {
        List<Batch> batches = batches(stream -> new SoundPage(false));
        inbox.put(batches.get(0));
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> inbox.put(batches.get(1)));
        await().atMost(PATIENCE).until(inbox::isHalfFull);
        assertThat(second).isNotDone();
        inbox.end();
        await().atMost(PATIENCE).until(second::isDone);
    }

    /** Three batches, each of which fills the inbox. */
    private static List<Batch> batches(Journal journal) {
        var batches = new ArrayList<Batch>();
        var random = new Random(5);
        try (var batcher = new Batcher(
                1, new LingerPolicy(Duration.ofSeconds(5)), UUID::randomUUID, batches::add, rows -> {}, journal)) {
            for (int i = 0; i < 3; i++) {
                byte[] noise = new byte[75_000];
                random.nextBytes(noise);
                byte[] row = ("{\"Message\":\"" + java.util.Base64.getEncoder().encodeToString(noise) + "\"}")
                        .getBytes(StandardCharsets.US_ASCII);
                batcher.add("Custom-JavaLogs_CL", row, row.length, 0, 0);
                while (batcher.packSome()) {
                    // Until the body is whole: this flusher is not behind.
                }
                batcher.cutAll();
            }
        }
        return batches;
    }

    private record SoundPage(boolean isWhole) implements Journal.Page {
        @Override
        public void add(byte[] row, int length, long epochMillis) {}

        @Override
        public void write() {}

        @Override
        public void drop() {}
    }
}
