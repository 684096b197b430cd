package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.credential.TokenSource;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;

/** Makes senders; the door of this package. */
public final class HttpSenders {
    private HttpSenders() {}

    /**
     * A sender over HTTP for one pipeline. Touches neither network nor files, starts no thread and loads no class of
     * azure-identity: all that waits for the first {@link Sender#send}.
     *
     * @param reporter told about the proxy in use and about tokens that cannot be renewed
     * @param ledger told of POSTs that are repeated at once on a new connection; the caller counts the others
     */
    public static Sender create(PipelineSettings settings, Time time, Reporter reporter, Ledger ledger) {
        var route = Route.of(settings.network().proxy(), settings.endpoint(), System::getenv);
        return create(settings, time, reporter, ledger, route, HttpClients.SHARED);
    }

    static Sender create(
            PipelineSettings settings, Time time, Reporter reporter, Ledger ledger, Route route, HttpClients clients) {
        var lease = clients.lease(route, settings.network().connectTimeout(), time);
        var tokens = TokenSource.create(settings.credential(), lease::send, time, reporter);
        var exchanges = new Exchanges(lease, settings.network().requestTimeout(), new ResponseReader(time));
        return new HttpSender(settings, exchanges, tokens, route, reporter, ledger, time);
    }
}
