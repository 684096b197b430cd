package io.github.azuremonitor.appender.common.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** A {@link ProxyRoute} in the form that HTTP clients use. Safe for use by any thread. */
final class ProxyRouteSelector extends ProxySelector {
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final ProxyRoute route;

    ProxyRouteSelector(ProxyRoute route) {
        this.route = route;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (route.noProxy().matches(uri)) {
            return DIRECT;
        }
        if (route.source() == ProxyRoute.Source.JVM) {
            ProxySelector jvm = ProxySelector.getDefault();
            List<Proxy> chosen = jvm == null ? DIRECT : jvm.select(uri);
            return chosen.isEmpty() ? DIRECT : chosen;
        }
        var proxy = route.proxy();
        // Unresolved, so that the name is looked up for each connection and not just once.
        return proxy == null
                ? DIRECT
                : List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The next exchange asks again; there is no second proxy to turn to.
    }
}
