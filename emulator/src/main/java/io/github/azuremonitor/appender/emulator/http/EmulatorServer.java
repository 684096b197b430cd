package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
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

    /** Starts. Throws {@link CannotListenException} if the address is not of this machine, or a port is taken. */
    public EmulatorServer(HttpSettings settings, List<Mount> mounts) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("logs-emulator");
        threads.setDaemon(true);
        server = new Server(threads);
        server.setStopTimeout(0); // a stop is a crash: whatever is under way gets no answer
        server.setHandler(new MountsHandler(List.copyOf(mounts), settings));
        server.setErrorHandler((request, response, callback) -> {
            Exchange.write(Answer.of(response.getStatus()), request, response, callback); // no page of Jetty's
            return true;
        });
        http = connector(settings.bindAddress(), settings.httpPort(), null);
        TlsFiles tls = settings.tls();
        https = tls == null ? null : connector(settings.bindAddress(), settings.httpsPort(), tls);
        try {
            open(http, CannotListenException.Setting.HTTP_PORT);
            if (https != null) {
                open(https, CannotListenException.Setting.HTTPS_PORT);
            }
            server.start();
        } catch (CannotListenException e) {
            close();
            throw e;
        } catch (Exception e) {
            close();
            throw new IllegalStateException("the emulator cannot start", e);
        }
    }

    /** Whose fault it is has to be found out: what the system says of a failed bind is for readers only. */
    private static void open(ServerConnector connector, CannotListenException.Setting port) {
        String address = connector.getHost();
        try {
            InetAddress bound = InetAddress.getByName(address);
            if (!bound.isAnyLocalAddress() && NetworkInterface.getByInetAddress(bound) == null) {
                throw new CannotListenException(
                        CannotListenException.Setting.BIND_ADDRESS,
                        address + " is no address of this machine",
                        new BindException(address));
            }
        } catch (IOException e) {
            throw new CannotListenException(
                    CannotListenException.Setting.BIND_ADDRESS, address + " is no address: " + e.getMessage(), e);
        }
        try {
            connector.open();
        } catch (IOException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new CannotListenException(port, connector.getPort() + " at " + address + ": " + why, e);
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
