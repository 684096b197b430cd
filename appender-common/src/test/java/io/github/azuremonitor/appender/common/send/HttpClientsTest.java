package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.common.send.SendFixture.MovedTime;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpClientsTest {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final boolean CAN_SHUT_DOWN = Runtime.version().feature() >= 21;

    private final MovedTime time = new MovedTime();
    private final HttpClients clients = new HttpClients();

    @Test
    void equalRoutesShareAClientUntilTheLastOneCloses() {
        var first = clients.lease(route("proxy.test"), CONNECT, time);
        var second = clients.lease(route("proxy.test"), CONNECT, time);
        HttpClient shared = first.use().client();
        assertThat(second.use().client()).isSameAs(shared);

        first.close();
        first.close();
        assertThat(second.use().client()).isSameAs(shared);
        assertThat(first.proxyFor(URI.create("https://a.test"))).isEqualTo("proxy.test:3128");

        second.close();
        assertThatThrownBy(second::use).isInstanceOf(IllegalStateException.class);
        var third = clients.lease(route("proxy.test"), CONNECT, time);
        assertThat(third.use().client()).isNotSameAs(shared);
    }

    @Test
    void otherRoutesAndTimeoutsHaveTheirOwn() {
        HttpClient client =
                clients.lease(route("proxy.test"), CONNECT, time).use().client();

        assertThat(clients.lease(route("other.test"), CONNECT, time).use().client())
                .isNotSameAs(client);
        assertThat(clients.lease(route("proxy.test"), Duration.ofSeconds(1), time)
                        .use()
                        .client())
                .isNotSameAs(client);
    }

    @Test
    void aClientIsFreshUntilAnExchangeHasEnded() {
        var lease = clients.lease(route("proxy.test"), CONNECT, time);
        assertThat(lease.use().reused()).isFalse();
        assertThat(lease.use().reused()).isFalse();
        lease.used();
        assertThat(lease.use().reused()).isTrue();

        time.move(Duration.ofSeconds(61));
        assertThat(lease.use().reused()).isFalse();
    }

    @Test
    void withoutShutdownOnlyFourDroppedClientsMayWaitForTheGarbageCollector() {
        var lease = clients.lease(route("proxy.test"), CONNECT, time);
        Set<HttpClient> held = new LinkedHashSet<>();
        for (int i = 0; i < 8; i++) {
            held.add(lease.use().client());
            lease.used();
            time.move(Duration.ofSeconds(61));
        }

        assertThat(held).hasSize(CAN_SHUT_DOWN ? 8 : 5);
        assertThat(lease.use().reused()).isEqualTo(!CAN_SHUT_DOWN);
    }

    @Test
    void aClientThatBroughtNoAnswerTwiceInARowIsReplaced() {
        var lease = clients.lease(route("proxy.test"), CONNECT, time);
        HttpClient first = lease.use().client();
        lease.ended(first, false);
        lease.ended(first, true);
        lease.ended(first, false);
        assertThat(lease.use().client()).isSameAs(first);

        lease.ended(first, false);
        HttpClient second = lease.use().client();
        assertThat(second).isNotSameAs(first);
        // What the first one still had under way says nothing about the second.
        lease.ended(first, false);
        lease.ended(first, false);
        assertThat(lease.use().client()).isSameAs(second);
    }

    @Test
    void aClientWhoseThreadHasEndedIsReplacedAtOnceHoweverManyWaitForTheGarbageCollector() throws Exception {
        var lease = clients.lease(route("proxy.test"), CONNECT, time);
        Set<HttpClient> held = new LinkedHashSet<>();
        for (int i = 0; i < 8; i++) {
            HttpClient client = lease.use().client();
            assertThat(held.add(client)).as("client %s is a new one", i).isTrue();
            assertThat(lease.use().client()).isSameAs(client);
            Thread selector = SelectorThread.of(client);
            assertThat(selector).as("the thread of %s", client).isNotNull();

            selector.interrupt();
            selector.join(60_000);
        }
    }

    @Test
    void anOutageDoesNotMakeMoreAndMoreClientsThatWaitForTheGarbageCollector() {
        var lease = clients.lease(route("proxy.test"), CONNECT, time);
        Set<HttpClient> held = new LinkedHashSet<>();
        for (int i = 0; i < 4_000; i++) {
            HttpClient client = lease.use().client();
            held.add(client);
            lease.ended(client, false);
            if (CAN_SHUT_DOWN && held.size() > 20) {
                return;
            }
        }

        assertThat(held).hasSizeBetween(6, 20);
    }

    private static ProxyRoute route(String host) {
        return new ProxyRoute(
                ProxyRoute.Source.SETTING, new PipelineSettings.Proxy(host, 3128, null, null), NoProxy.NOTHING, null);
    }
}
