package io.github.azuremonitor.appender.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/** The part of the sink that takes lines over TCP. */
final class LineServer {
    private final SinkStore store;
    private final Executor threads;
    private final List<Closeable> open = new ArrayList<>();
    private int port;
    private boolean hanging;

    LineServer(SinkStore store, Executor threads) {
        this.store = store;
        this.threads = threads;
    }

    synchronized int port() {
        return port;
    }

    synchronized void listen() throws IOException {
        ServerSocket server = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
        port = server.getLocalPort();
        open.add(server);
        threads.execute(() -> accept(server));
    }

    synchronized void stop() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
        open.clear();
    }

    synchronized void hang(boolean hangs) {
        hanging = hangs;
        notifyAll();
    }

    private void accept(ServerSocket server) {
        try (server) {
            while (true) {
                Socket socket = server.accept();
                if (!opened(socket)) {
                    return;
                }
                threads.execute(() -> read(socket));
            }
        } catch (IOException e) {
            // It was stopped.
        }
    }

    private synchronized boolean opened(Socket socket) {
        return open.add(socket);
    }

    private void read(Socket socket) {
        SerialCounter.Place place = new SerialCounter.Place();
        byte[] buffer = new byte[256 * 1024];
        try (socket;
                InputStream in = socket.getInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                store.keep(Arrays.copyOf(buffer, length), place);
                if (!awaitHealth()) {
                    return;
                }
            }
        } catch (IOException e) {
            // Its end, too.
        }
    }

    private synchronized boolean awaitHealth() {
        while (hanging) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
