package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.wire.Call;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** Finds a request's route, and lets it meet its fault; neither a slow nor a delayed one holds a thread. */
final class MountsHandler extends Handler.Abstract {
    private final List<Mount> mounts;
    private final Duration bodyPatience;
    private final Transit transit;

    MountsHandler(List<Mount> mounts, HttpSettings settings) {
        this.mounts = mounts;
        this.bodyPatience = settings.bodyPatience();
        this.transit = new Transit(settings.mostBodyBytes());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        new CallReader(request, response, callback, transit, (call, end) -> answer(call, request, response, end))
                .start(getServer().getScheduler(), bodyPatience);
        return true;
    }

    private void answer(Call call, Request request, Response response, Callback callback) {
        for (Mount mount : mounts) {
            if (mount.route().claims(call)) {
                Exchange exchange = new Exchange(mount, call, request, response, callback);
                if (exchange.delay().isZero()) {
                    exchange.run();
                } else {
                    later(exchange, exchange.delay().toMillis());
                }
                return;
            }
        }
        throw new IllegalStateException("no route claims " + call.path());
    }

    private void later(Exchange exchange, long millis) {
        Server server = getServer();
        server.getScheduler().schedule(() -> server.getThreadPool().execute(exchange), millis, TimeUnit.MILLISECONDS);
    }
}
