package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.RawRequest.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that stop half-way through a body, or write it slowly. */
@Timeout(120)
class HalfSentBodiesTest {
    private static final int CLIENTS = Boolean.getBoolean("thorough") ? 500 : 150;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] ROW = "[{\"Message\":\"late\"}]".getBytes(StandardCharsets.US_ASCII);

    @Test
    void hundredsOfThemKeepNobodyOutAndAreTakenWhenTheRestComes() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (LogsEmulator emulator = LogsEmulator.builder().withHttps().start()) {
            byte[] request = new RawRequest(emulator, emulator.token(), ROW).bytes();
            int half = request.length - ROW.length / 2;
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = i % 10 == 0 ? tls(emulator) : plain(emulator);
                clients.add(client);
                client.getOutputStream().write(request, 0, half);
            }

            for (int i = 0; i < 20; i++) {
                assertThat(Client.post(emulator, "[{\"Message\":\"beside\"}]").statusCode())
                        .isEqualTo(204);
            }

            for (Socket client : clients) {
                client.getOutputStream().write(request, half, request.length - half);
            }
            for (Socket client : clients) {
                assertThat(reply(client).status()).isEqualTo(204);
            }
            assertThat(emulator.rowCount(STREAM)).isEqualTo(20 + CLIENTS);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsGivenUp() throws Exception {
        try (LogsEmulator emulator = LogsEmulator.builder()
                        .bodyPatience(Duration.ofMillis(100))
                        .start();
                Socket client = plain(emulator)) {
            byte[] request = new RawRequest(emulator, emulator.token(), ROW).bytes();
            client.getOutputStream().write(request, 0, request.length - 1);

            Reply reply = reply(client);

            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.body()).isEqualTo("The request's body did not come in time.");
            assertThat(client.getInputStream().read())
                    .as("the connection's end")
                    .isEqualTo(-1);
            assertThat(emulator.rowCount(STREAM)).isZero();
        }
    }

    @Test
    void theOldestAreGivenUpWhenAllOfThemHoldTooMuch() throws Exception {
        int length = 1_000_000;
        List<Socket> clients = new ArrayList<>();
        try (LogsEmulator emulator =
                LogsEmulator.builder().mostBodyBytes(4L * length).start()) {
            byte[] spaces = new byte[length];
            Arrays.fill(spaces, (byte) ' ');
            byte[] request = new RawRequest(emulator, emulator.token(), spaces).bytes();
            for (int i = 0; i < 6; i++) {
                Socket client = plain(emulator);
                clients.add(client);
                client.getOutputStream().write(request, 0, request.length - 1);
                if (i == 0) { // so that it is the oldest
                    assertThat(Client.post(emulator, "[]").statusCode()).isEqualTo(204);
                }
            }

            assertThat(reply(clients.get(0)).status()).isEqualTo(408);
            assertThat(Client.post(emulator, "[{\"Message\":\"beside\"}]").statusCode())
                    .isEqualTo(204);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static Socket plain(LogsEmulator emulator) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), emulator.httpEndpoint().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static Socket tls(LogsEmulator emulator) throws IOException {
        Socket socket = emulator.tls()
                .sslContext()
                .getSocketFactory()
                .createSocket("localhost", emulator.httpsEndpoint().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** The one answer of a connection, which stays open after a 204 and ends with every other. */
    private static Reply reply(Socket client) throws IOException {
        StringBuilder text = new StringBuilder();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (System.nanoTime() < end) {
            int next = client.getInputStream().read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
            if (text.indexOf("HTTP/1.1 204") == 0 && text.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return Reply.all(text.toString()).get(0);
    }
}
