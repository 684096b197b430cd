package io.github.azuremonitor.appender.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request as bytes, which no HTTP client would let through, and what came back. */
final class RawRequest {
    private static final int PATIENCE_MILLIS = 60_000;

    String method = "POST";
    String target;
    final List<String> headers = new ArrayList<>();
    byte[] body;
    boolean chunked;

    /** A request that is accepted as it is. */
    RawRequest(LogsEmulator emulator, String token, byte[] body) {
        this.target = "/dataCollectionRules/" + emulator.dcrImmutableId() + "/streams/" + Client.STREAM
                + "?api-version=2023-01-01";
        this.body = body;
        headers.add("Host: 127.0.0.1");
        headers.add("Authorization: Bearer " + token);
        headers.add("Content-Type: application/json");
        headers.add("x-ms-client-request-id: 80de7db2d8fe057fefcea6439b2d95b9");
    }

    byte[] bytes() {
        var all = new ByteArrayOutputStream();
        String head = method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n"
                + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length) + "\r\n\r\n";
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        if (chunked) {
            int half = body.length / 2;
            chunk(all, 0, half);
            chunk(all, half, body.length - half);
            all.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } else {
            all.writeBytes(body);
        }
        return all.toByteArray();
    }

    private void chunk(ByteArrayOutputStream all, int start, int length) {
        if (length > 0) {
            all.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            all.write(body, start, length);
            all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Sends bytes, says that no more will come, and reads until the server closes, too. */
    static List<Reply> exchange(URI endpoint, byte[] bytes) throws IOException {
        var replies = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var writer = new Thread(() -> write(socket, bytes));
            writer.start();
            try {
                socket.getInputStream().transferTo(replies);
            } catch (SocketTimeoutException hung) {
                throw new AssertionError("the connection hangs", hung);
            } catch (SocketException reset) {
                // A server that refuses a request may end the connection while we still write.
            }
            writer.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return Reply.all(replies.toString(StandardCharsets.UTF_8));
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            socket.shutdownOutput();
        } catch (IOException refused) {
            // What came back says why.
        }
    }

    /** Sends bytes and closes at once, by a reset if wanted. */
    static void abandon(URI endpoint, byte[] bytes, boolean reset) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.getOutputStream().write(bytes);
        } catch (SocketException refused) {
            // As good as closed.
        }
    }

    /** One answer. */
    record Reply(int status, Map<String, String> headers, String body) {
        /** All answers of one connection. Throws {@link AssertionError} for what is no answer. */
        static List<Reply> all(String text) {
            var replies = new ArrayList<Reply>();
            String rest = text;
            while (!rest.isEmpty()) {
                int head = rest.indexOf("\r\n\r\n");
                if (head < 0 || !rest.startsWith("HTTP/1.1 ")) {
                    throw new AssertionError("no answer: " + rest);
                }
                String[] lines = rest.substring(0, head).split("\r\n", -1);
                Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                for (int i = 1; i < lines.length; i++) {
                    int colon = lines[i].indexOf(':');
                    headers.put(
                            lines[i].substring(0, colon),
                            lines[i].substring(colon + 1).strip());
                }
                rest = rest.substring(head + 4);
                var body = new StringBuilder();
                if (headers.containsKey("Transfer-Encoding")) {
                    rest = chunks(rest, body);
                } else {
                    int length = Math.min(rest.length(), Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
                    body.append(rest, 0, length);
                    rest = rest.substring(length);
                }
                int status = Integer.parseInt(lines[0].substring(9, 12));
                if (status != 100) {
                    replies.add(new Reply(status, headers, body.toString()));
                }
            }
            return replies;
        }

        /** Sizes are in bytes, so texts beyond ASCII are found by the line ends around them. */
        private static String chunks(String text, StringBuilder body) {
            String rest = text;
            while (true) {
                int line = rest.indexOf("\r\n");
                if (line < 0) {
                    throw new AssertionError("half a body: " + text);
                }
                int size = Integer.parseInt(rest.substring(0, line), 16);
                int end = size == 0 ? line + 2 : rest.indexOf("\r\n", line + 2);
                body.append(rest, line + 2, end);
                rest = rest.substring(end + 2);
                if (size == 0) {
                    return rest;
                }
            }
        }
    }
}
