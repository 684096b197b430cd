package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts POSTs and takes their answers, which arrive on the sender's threads and are handled on the courier's. Courier
 * only.
 */
final class Requests {
    private final Inbox inbox;
    private final Sender sender;
    private final CircuitBreakers breakers;
    private final OutcomeHandler outcomes;
    private final RequestStatistics statistics;
    private final Ledger ledger;
    private final Time time;
    private boolean closed;

    Requests(
            Inbox inbox,
            Sender sender,
            CircuitBreakers breakers,
            OutcomeHandler outcomes,
            RequestStatistics statistics,
            Ledger ledger,
            Time time) {
        this.inbox = inbox;
        this.sender = sender;
        this.breakers = breakers;
        this.outcomes = outcomes;
        this.statistics = statistics;
        this.ledger = ledger;
        this.time = time;
    }

    /** Starts a POST; if that fails, the delivery is still taken. */
    void start(Delivery delivery) {
        var post = new Post(delivery);
        String stream = delivery.batch.stream();
        breakers.sent(stream);
        statistics.began();
        try {
            delivery.sending();
            ledger.posted(delivery.batch.body().length);
            sender.send(delivery.batch, post);
        } catch (RuntimeException | Error notStarted) {
            // The heap is full, for example. Without an answer the POST would be under way for ever, and after a probe
            // nothing would be sent again. If it did start, its answer is ignored: it must not be counted down twice.
            statistics.notBegun();
            post.ended = true;
            breakers.answered(stream);
            delivery.take();
            throw notStarted;
        }
    }

    /** Called about once a second. */
    void maintain() {
        sender.maintain();
    }

    /** Answers are ignored from now on. */
    void ignoreAnswers() {
        closed = true;
    }

    void close() {
        sender.close();
    }

    RequestStatistics statistics() {
        return statistics;
    }

    private void answered(Delivery delivery, Outcome outcome, long took) {
        if (closed) {
            return;
        }
        delivery.take();
        breakers.answered(delivery.batch.stream());
        try {
            statistics.ended(outcome, took);
        } catch (OutOfMemoryError full) {
            // Still do what the answer asks for.
        }
        outcomes.handle(delivery, outcome, time.nanos());
    }

    /**
     * One POST under way; all that its answer needs is allocated before it starts, because later there may be no
     * memory.
     */
    private final class Post implements Consumer<Outcome>, Runnable {
        private final Delivery delivery;
        private final long start = time.nanos();
        private final Inbox.Task task = new Inbox.Task(this);
        private @Nullable Outcome outcome;
        private long took;

        /** Whether its end has been counted; courier only. */
        private boolean ended;

        private Post(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void accept(Outcome answer) {
            outcome = answer;
            took = time.nanos() - start;
            inbox.task(task);
        }

        @Override
        public void run() {
            Outcome answer = outcome;
            if (answer != null && !ended) {
                ended = true;
                answered(delivery, answer, took);
            }
        }
    }
}
