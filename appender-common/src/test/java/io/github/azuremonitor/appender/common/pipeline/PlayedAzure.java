package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Azure without a network: answers on threads of its own, as the real sender does. */
final class PlayedAzure implements Pipeline.SenderFactory {
    final AtomicLong rows = new AtomicLong();
    final AtomicLong senders = new AtomicLong();
    final AtomicLong closed = new AtomicLong();
    final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    volatile boolean hangs;
    volatile String rule;
    volatile Outcome outcome = Outcomes.accepted();
    volatile boolean keepsBodies;

    /** Told of each batch that is accepted, by any thread. */
    volatile Consumer<Batch> sent = batch -> {};

    /** Rows that make Azure refuse the batch they are in. */
    volatile Predicate<String> refuses = row -> false;

    @Override
    public Sender create(PipelineSettings settings, Time time, Reporter reporter, Ledger ledger) {
        senders.incrementAndGet();
        ExecutorService pool = OwnThreads.pool("azure-monitor-test");
        return new Sender() {
            @Override
            public void send(Batch batch, Consumer<Outcome> answer) {
                if (hangs) {
                    return;
                }
                pool.execute(() -> {
                    Outcome now = rowsOf(batch).anyMatch(refuses) ? Outcomes.answered(400, "InvalidRow") : outcome;
                    if (now.status() == 204) {
                        rows.addAndGet(batch.rows());
                        sent.accept(batch);
                        if (keepsBodies) {
                            rowsOf(batch).forEach(bodies::add);
                        }
                    }
                    answer.accept(now);
                });
            }

            @Override
            public String rule() {
                return rule;
            }

            @Override
            public void renewCredential(Outcome refused) {}

            @Override
            public void close() {
                closed.incrementAndGet();
                pool.shutdown();
            }
        };
    }

    private static Stream<String> rowsOf(Batch batch) {
        try {
            return BatchSplitter.rows(batch).stream().map(row -> new String(row, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
