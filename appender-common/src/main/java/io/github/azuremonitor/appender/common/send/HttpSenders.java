package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.credential.TokenSource;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;

/** Creates senders; the entry point of this package. */
public final class HttpSenders {
    private HttpSenders() {}

    /**
     * A sender over HTTP for one pipeline. Does nothing before the first {@link Sender#send}: the thread that configures
     * logging waits for this method.
     *
     * @param reporter gets a line about the proxy in use and about tokens that cannot be renewed
     * @param ledger counts POSTs that are repeated at once on a new connection; the caller counts the others
     */
    public static Sender create(PipelineSettings settings, Time time, Reporter reporter, Ledger ledger) {
        return new LateSender(settings, time, reporter, ledger);
    }

    static Sender create(
            PipelineSettings settings,
            Time time,
            Reporter reporter,
            Ledger ledger,
            ProxyRoute route,
            HttpClients clients) {
        var lease = clients.lease(route, settings.network().connectTimeout(), time);
        var tokens = TokenSource.create(settings.credential(), lease::send, time, reporter);
        var exchanges = new Exchanges(lease, settings.network().requestTimeout(), new ResponseReader(time));
        return new HttpSender(settings, exchanges, tokens, route, reporter, ledger, time);
    }
}
