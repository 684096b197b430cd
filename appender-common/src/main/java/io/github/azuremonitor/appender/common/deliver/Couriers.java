package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.batch.Pace;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.DeadLetters;
import io.github.azuremonitor.appender.common.spool.Spool;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds a courier out of its parts. */
public final class Couriers {
    private Couriers() {}

    /**
     * What a courier is given by the pipeline.
     *
     * @param naming what names a stream that somebody logs to, as the setting {@code streamName}; null for other streams
     */
    public record Surroundings(
            Inbox inbox,
            Sender sender,
            Function<Spool.Losses, Spool> spool,
            DeadLetters deadLetters,
            Pace pace,
            Ledger ledger,
            Reporter reporter,
            Time time,
            RandomGenerator random,
            Supplier<UUID> requestIds,
            Function<String, @Nullable String> naming) {}

    /** A courier whose thread is not started yet. */
    public static Courier create(PipelineSettings settings, Surroundings around) {
        var unsettled = new Unsettled();
        Spool spool = around.spool().apply(new Spool.Losses() {
            @Override
            public void lost(long batchId, int rows, DropReason reason) {
                around.ledger().dropped(reason, rows);
                unsettled.lost(batchId, rows);
            }

            @Override
            public void handedOver(long batchId, int rows) {
                // No loss, but whoever asks whether Azure has them cannot be told yes.
                unsettled.lost(batchId, rows);
            }
        });
        var gates = new Gates(settings.maxInFlight());
        var hands = new Hands(
                spool, gates, unsettled, around.ledger(), settings.spool().maxAge(), around.time());
        var announcer = new Announcer(
                settings.dcrImmutableId(), around.naming(), around.ledger(), around.reporter(), around.time());
        var backoff = new Backoff(around.random());
        var splitter = new BatchSplitter(settings.batch().gzipLevel(), around.requestIds());
        var book = new PostBook(around.time());
        var refusals = new Refusals(gates, hands, splitter, backoff, around.deadLetters(), book, announcer);
        var verdicts = new Verdicts(
                gates, hands, refusals, backoff, around.pace(), around.sender(), around.ledger(), book, announcer);
        return new Courier(
                around.inbox(),
                around.sender(),
                spool,
                gates,
                hands,
                unsettled,
                verdicts,
                refusals,
                announcer,
                around.ledger(),
                book,
                around.time(),
                settings.maxInFlight());
    }
}
