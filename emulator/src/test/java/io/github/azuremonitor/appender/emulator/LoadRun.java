package io.github.azuremonitor.appender.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sends rows to a running emulator as fast as it takes them and says how fast that was; {@code emulator/load} starts both.
 * Its environment is what the emulator prints. Arguments: seconds of each measurement (10), or {@code --minutes N} for so many
 * minutes of load, HTTP and HTTPS in turns, with the emulator's memory and what it has dropped after each.
 */
final class LoadRun {
    private static final int RAW_BYTES = 1_000_000;
    private static final int BODIES = 8;
    private static final int SENDERS = 2;
    private static final double MEGA = 1e6;

    private final List<byte[]> bodies = new ArrayList<>();
    private long rawBytes;
    private long rows;

    private LoadRun() {
        Random random = new Random(7);
        for (int i = 0; i < BODIES; i++) {
            byte[] raw = body(random);
            rawBytes += raw.length;
            bodies.add(gzip(raw));
        }
    }

    public static void main(String[] args) throws Exception {
        LoadRun run = new LoadRun();
        if (args.length == 2 && args[0].equals("--minutes")) {
            run.last(Integer.parseInt(args[1]));
            return;
        }
        Duration time = Duration.ofSeconds(args.length == 0 ? 10 : Long.parseLong(args[0]));
        run.measure("", "AZURE_MONITOR_LOGS_ENDPOINT", time); // warms up
        run.measure("HTTP ", "AZURE_MONITOR_LOGS_ENDPOINT", time);
        run.measure("HTTPS", "LOGS_EMULATOR_HTTPS_ENDPOINT", time);
        System.out.println(run.get("/rows/count?stream=" + env("AZURE_MONITOR_LOGS_STREAM_NAME")));
    }

    /** Minutes of load; ends with an exception if a single body is not taken. */
    private void last(int minutes) throws Exception {
        for (int minute = 1; minute <= minutes; minute++) {
            boolean https = minute % 2 == 0;
            measure(
                    "%4d min %s".formatted(minute, https ? "HTTPS" : "HTTP "),
                    https ? "LOGS_EMULATOR_HTTPS_ENDPOINT" : "AZURE_MONITOR_LOGS_ENDPOINT",
                    Duration.ofMinutes(1));
            System.out.println("         memory " + memory("VmRSS") + ", at most " + memory("VmHWM") + "; "
                    + get("/rows/count?stream=" + env("AZURE_MONITOR_LOGS_STREAM_NAME")));
        }
    }

    /** Of the emulator's process, where the system tells. */
    private static String memory(String what) throws IOException {
        Path status = Path.of("/proc", env("EMULATOR_PID"), "status");
        if (!Files.isReadable(status)) {
            return "unknown";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(what + ":"))
                .map(line -> line.substring(what.length() + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private void measure(String name, String endpoint, Duration time) throws Exception {
        AtomicLong sent = new AtomicLong();
        AtomicReference<RuntimeException> refused = new AtomicReference<>();
        String token = token();
        long begun = System.nanoTime();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Thread sender = new Thread(() -> {
                HttpClient client = client();
                try {
                    while (System.nanoTime() - begun < time.toNanos() && refused.get() == null) {
                        post(client, env(endpoint), token, bodies.get((int) (sent.getAndIncrement() % BODIES)));
                    }
                } catch (RuntimeException e) {
                    refused.set(e);
                }
            });
            sender.start();
            senders.add(sender);
        }
        for (Thread sender : senders) {
            sender.join();
        }
        if (refused.get() != null) {
            throw refused.get();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (!name.isEmpty()) {
            double share = (double) sent.get() / BODIES;
            System.out.printf(
                    Locale.ROOT,
                    "%s %4.0f MB/s of rows, %4.1f MB/s of gzip, %,.0f rows/s%n",
                    name,
                    rawBytes * share / seconds / MEGA,
                    bodies.stream().mapToLong(body -> body.length).sum() * share / seconds / MEGA,
                    rows * share / seconds);
        }
    }

    private static void post(HttpClient client, String endpoint, String token, byte[] body) {
        URI address = URI.create(endpoint + "/dataCollectionRules/" + env("AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID")
                + "/streams/" + env("AZURE_MONITOR_LOGS_STREAM_NAME") + "?api-version=2023-01-01");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status = client.send(request, BodyHandlers.ofString()).statusCode();
            if (status != 204) {
                throw new IllegalStateException("answered with " + status);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows as the appenders' default columns make them, of lines like a Hadoop cluster's. */
    private byte[] body(Random random) {
        StringBuilder body = new StringBuilder("[");
        Instant time = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        while (body.length() < RAW_BYTES) {
            String stamp = "%.19s.%06dZ".formatted(time, random.nextInt(1_000_000));
            body.append(body.length() == 1 ? "" : ",")
                    .append("{\"TimeGenerated\":\"" + stamp + "\",\"Level\":\"INFO\",\"Logger\":")
                    .append("\"org.apache.hadoop.hdfs.server.datanode.DataNode$PacketResponder\",\"Thread\":\"IPC-")
                    .append(random.nextInt(64))
                    .append("\",\"Message\":\"PacketResponder ")
                    .append(random.nextInt(3))
                    .append(" for block blk_")
                    .append(random.nextLong() >>> 1)
                    .append(" of size ")
                    .append(random.nextInt(67_108_864))
                    .append(" from /10.250.")
                    .append(random.nextInt(256) + "." + random.nextInt(256))
                    .append(" terminating\",\"AppName\":\"datanode\",\"Properties\":{\"traceId\":\"")
                    .append(Long.toHexString(random.nextLong()))
                    .append("\",\"orderId\":\"")
                    .append(random.nextInt(1_000_000))
                    .append("\"}}");
            rows++;
        }
        return body.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] raw) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(raw);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    private static HttpClient client() {
        try (InputStream in = Files.newInputStream(Path.of(env("LOGS_EMULATOR_TRUST_STORE")))) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(in, env("LOGS_EMULATOR_TRUST_STORE_PASSWORD").toCharArray());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        env("IDENTITY_ENDPOINT") + "?api-version=2019-08-01&resource=https://monitor.azure.com/"))
                .header("X-IDENTITY-HEADER", env("IDENTITY_HEADER"))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return answer.replaceFirst(".*\"access_token\":\"([^\"]*)\".*", "$1");
    }

    private String get(String path) throws IOException, InterruptedException {
        URI address = URI.create(env("AZURE_MONITOR_LOGS_ENDPOINT") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }

    private static String env(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set; emulator/load sets it");
        }
        return value;
    }
}
