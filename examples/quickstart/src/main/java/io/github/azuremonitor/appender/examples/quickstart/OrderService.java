package io.github.azuremonitor.appender.examples.quickstart;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web service in its own process, with a client beside it that makes some requests. */
final class OrderService {
    private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);

    /** How many requests the client makes. */
    static final int REQUESTS = 40;

    private OrderService() {}

    /** Runs until all requests are served and their events delivered; the only argument is where to write the report. */
    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        EventNumbers numbers = new EventNumbers();
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(new OrdersHandler(numbers, new OrderDesk(numbers, new PaymentDesk(numbers))));
        server.start();
        try {
            int port = server.getURI().getPort();
            LOG.atInfo().addKeyValue("n", numbers.logback()).log("listening on port {}", port);
            new Customers(URI.create("http://127.0.0.1:" + port)).visit(REQUESTS);
        } finally {
            server.stop();
        }
        RunReport.flushed(numbers, 0, start).write(Path.of(args[0]));
    }
}
