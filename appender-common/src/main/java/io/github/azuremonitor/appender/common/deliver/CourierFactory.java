package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.DeadLetters;
import io.github.azuremonitor.appender.common.spool.Spool;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds a courier from its parts. */
public final class CourierFactory {
    private CourierFactory() {}

    /**
     * What a courier is given by the pipeline.
     *
     * @param naming how to name a stream that somebody logs to, as the setting {@code streamName}; null for other
     *     streams
     */
    public record Dependencies(
            PipelineContext context,
            Inbox inbox,
            Sender sender,
            Function<Spool.Losses, Spool> spool,
            DeadLetters deadLetters,
            LingerPolicy lingerPolicy,
            Function<String, @Nullable String> naming) {}

    /** A courier whose thread is not started yet. */
    public static Courier create(PipelineSettings settings, Dependencies around) {
        PipelineContext context = around.context();
        var flushTracker = new FlushTracker();
        Spool spool = around.spool().apply(new Spool.Losses() {
            @Override
            public void lost(long batchId, int rows, DropReason reason) {
                context.ledger().dropped(reason, rows);
                flushTracker.lost(batchId, rows);
            }

            @Override
            public void handedOver(long batchId, int rows) {
                // Not a loss, but a flush that asks whether Azure has them must not be answered with yes.
                flushTracker.lost(batchId, rows);
            }
        });
        var breakers = new CircuitBreakers(settings.maxInFlight());
        var pending = new PendingDeliveries(
                spool,
                breakers,
                flushTracker,
                context.ledger(),
                settings.spool().maxAge().toNanos(),
                context.time());
        var log = new DeliveryLog(
                String.join(" or ", settings.dcrImmutableIds()),
                around.naming(),
                context.ledger(),
                context.reporter(),
                context.time());
        var backoff = new Backoff(context.random());
        var splitter = new BatchSplitter(settings.batch().gzipLevel(), context.ids());
        var statistics = new RequestStatistics(context.time());
        var poisonRows =
                new PoisonRowSearch(breakers, pending, splitter, backoff, around.deadLetters(), statistics, log);
        var outcomes = new OutcomeHandler(
                breakers, pending, poisonRows, backoff, around.lingerPolicy(), around.sender(), statistics, log);
        var candidates = new Candidates(around.inbox(), spool, breakers, pending, poisonRows);
        var requests = new Requests(
                around.inbox(), around.sender(), breakers, outcomes, statistics, context.ledger(), context.time());
        return new Courier(around.inbox(), spool, pending, candidates, requests, outcomes, log, context.time());
    }
}
