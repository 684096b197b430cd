package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The running server; its threads are daemons. Made running, and closed once: a restart makes a new one on the same
 * ports.
 */
public final class EmulatorServer implements AutoCloseable {
    private static final int MAX_THREADS = 64;

    /** Long enough that a client's own time-out always comes first. */
    private static final long IDLE_TIMEOUT_MILLIS = 10 * 60 * 1000L;

    private final Server server;
    private final ServerConnector http;
    private final @Nullable ServerConnector https;

    /** Starts. Throws {@link UncheckedIOException} if a port is taken. */
    public EmulatorServer(HttpSettings settings, List<Mount> mounts) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("logs-emulator");
        threads.setDaemon(true);
        server = new Server(threads);
        server.setStopTimeout(0); // a stop is a crash: whatever is under way gets no answer
        server.setHandler(new MountsHandler(List.copyOf(mounts)));
        server.setErrorHandler((request, response, callback) -> {
            Exchange.write(Answer.of(response.getStatus()), response, callback); // no page of Jetty's
            return true;
        });
        http = connector(settings.bindAddress(), settings.httpPort(), null);
        TlsFiles tls = settings.tls();
        https = tls == null ? null : connector(settings.bindAddress(), settings.httpsPort(), tls);
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            close();
            throw new IllegalStateException("the emulator cannot start", e);
        }
    }

    private ServerConnector connector(String address, int port, @Nullable TlsFiles tls) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setUriCompliance(UriCompliance.UNSAFE); // a strange stream name gets the service's own error
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        ServerConnector connector;
        if (tls == null) {
            connector = new ServerConnector(server, http1);
        } else {
            SslContextFactory.Server ssl = new SslContextFactory.Server();
            ssl.setKeyStorePath(tls.keyStore().toUri().toString());
            ssl.setKeyStorePassword(TlsFiles.PASSWORD);
            ssl.setIncludeProtocols("TLSv1.2", "TLSv1.3"); // what Azure Monitor takes
            connector = new ServerConnector(server, new SslConnectionFactory(ssl, "http/1.1"), http1);
        }
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        server.addConnector(connector);
        return connector;
    }

    /** The port of HTTP. */
    public int httpPort() {
        return http.getLocalPort();
    }

    /** The port of HTTPS, -1 if it is off. */
    public int httpsPort() {
        return https == null ? -1 : https.getLocalPort();
    }

    /** Closes the ports and all connections. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the emulator cannot stop", e);
        }
    }
}
