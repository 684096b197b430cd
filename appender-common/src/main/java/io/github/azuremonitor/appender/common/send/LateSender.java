package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sender created on first use. All calls come from the courier. */
final class LateSender implements Sender {
    private final PipelineSettings settings;
    private final Time time;
    private final Reporter reporter;
    private final Ledger ledger;
    private @Nullable Sender made;
    private boolean closed;

    LateSender(PipelineSettings settings, Time time, Reporter reporter, Ledger ledger) {
        this.settings = settings;
        this.time = time;
        this.reporter = reporter;
        this.ledger = ledger;
    }

    @Override
    public void send(Batch batch, Consumer<Outcome> answer) {
        Sender sender = made;
        if (sender == null) {
            var route = ProxyRoute.of(settings.network().proxy(), settings.endpoint(), System::getenv);
            sender = HttpSenders.create(settings, time, reporter, ledger, route, HttpClients.SHARED);
            made = sender;
            if (closed) {
                sender.close();
            }
        }
        sender.send(batch, answer);
    }

    @Override
    public void maintain() {
        if (made != null) {
            made.maintain();
        }
    }

    @Override
    public void renewCredential(Outcome refused) {
        if (made != null) {
            made.renewCredential(refused);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (made != null) {
            made.close();
        }
    }
}
