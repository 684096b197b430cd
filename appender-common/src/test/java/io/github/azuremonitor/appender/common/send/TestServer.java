package io.github.azuremonitor.appender.common.send;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server at the level of sockets, so that a test can break an answer at any byte. Each request takes the next
 * behaviour of the script; the last one stays.
 */
final class TestServer implements AutoCloseable {
    /** What to do with a request that was read completely; the connection stays open if it returns true. */
    interface Behaviour {
        boolean answer(Request request, Socket socket) throws IOException;
    }

    /** A request as it came. */
    record Request(String line, List<String> headers, String body, int connection) {
        String header(String name) {
            return headers.stream()
                    .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(header -> header.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger closedByPeer = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Queue<Behaviour> script = new ArrayDeque<>();
    private final ServerSocket socket;

    TestServer(Behaviour... script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    TestServer(ServerSocket socket, Behaviour... script) {
        this.socket = socket;
        this.script.addAll(List.of(script));
        daemon(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    int port() {
        return socket.getLocalPort();
    }

    static Behaviour answers(int status, String body, String... headers) {
        return (request, socket) -> {
            write(socket, head(status, body.getBytes(StandardCharsets.UTF_8).length, headers) + body);
            return true;
        };
    }

    static Behaviour accepts() {
        return answers(204, "", "x-ms-request-id: 11111111-2222-3333-4444-555555555555");
    }

    /** Reads the request and closes with a reset. */
    static Behaviour resets() {
        return (request, socket) -> {
            socket.setSoLinger(true, 0);
            return false;
        };
    }

    /** Writes raw text and closes. */
    static Behaviour writesAndCloses(String text) {
        return (request, socket) -> {
            write(socket, text);
            return false;
        };
    }

    /** Writes raw text and then nothing more. */
    Behaviour writesAndHangs(String text) {
        return (request, socket) -> {
            write(socket, text);
            awaitClose(socket);
            return false;
        };
    }

    static String head(int status, int length, String... headers) {
        var head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
        if (status != 204) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head + "\r\n";
    }

    static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void awaitClose(Socket socket) {
        try {
            while (closing.getCount() > 0 && socket.getInputStream().read() >= 0) {
                // Only the end is of interest.
            }
            closedByPeer.incrementAndGet();
        } catch (IOException closed) {
            closedByPeer.incrementAndGet();
        }
    }

    private void accept() {
        while (closing.getCount() > 0) {
            try {
                Socket accepted = socket.accept();
                sockets.add(accepted);
                int number = connections.incrementAndGet();
                daemon(() -> serve(accepted, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket accepted, int number) {
        try (accepted) {
            var in = new BufferedInputStream(accepted.getInputStream());
            Request request;
            while ((request = read(in, number)) != null) {
                requests.add(request);
                Behaviour next;
                synchronized (script) {
                    next = script.size() > 1 ? script.poll() : script.peek();
                }
                if (!next.answer(request, accepted)) {
                    return;
                }
            }
        } catch (IOException ignored) {
            // The client went away: some tests want that.
        }
    }

    private static Request read(InputStream in, int connection) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        var headers = new ArrayList<String>();
        int length = 0;
        String header;
        while ((header = line(in)) != null && !header.isEmpty()) {
            headers.add(header);
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        return new Request(line, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8), connection);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        int read;
        while ((read = in.read()) >= 0 && read != '\n') {
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return read < 0 && line.isEmpty() ? null : line.toString();
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        socket.close();
        for (Socket open : sockets) {
            open.close();
        }
    }
}
