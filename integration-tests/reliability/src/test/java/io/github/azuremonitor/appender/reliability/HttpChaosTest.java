package io.github.azuremonitor.appender.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process with real tokens against an endpoint that goes wrong in every way it can, one episode after the other, in an
 * order that a seed decides. {@code -Dhttp.chaos.seed=N} repeats the order.
 */
@Timeout(1800)
class HttpChaosTest {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);

    /** A later answer may have come too late, if this machine was busy: its rows may be sent again. */
    private static final long LATE_NANOS = REQUEST_TIMEOUT.toNanos() / 4;

    /** What is worth a second or a few. */
    private static final List<Fault> PASSING = List.of(
            Fault.status(429).retryAfter("1"),
            Fault.status(429),
            Fault.status(500).body(""),
            Fault.status(503).retryAfter("1"),
            Fault.status(408),
            Fault.status(502).body("<html>Bad Gateway</html>"),
            Fault.status(500).afterProcessing(),
            Fault.status(504).afterProcessing(),
            Fault.reset(),
            Fault.resetAfterProcessing(),
            Fault.halfAnswer(),
            Fault.delay(Duration.ofMillis(300)));

    /** Once an episode: twice in a row means another thing, or takes long. */
    private static final List<Fault> SINGLE = List.of(Fault.hang(), Fault.refuseToken(), Fault.status(413));

    /** What looks like a configuration that a person has to mend: tried again after half a minute at least. */
    private static final List<Fault> LASTING = List.of(
            Fault.refuseRole(),
            Fault.unknownRule(),
            Fault.status(407),
            Fault.captivePortal(),
            Fault.redirect("http://localhost:9/"));

    @TempDir
    private Path directory;

    static LongStream seeds() {
        long first = Seeds.of("http.chaos.seed");
        return LongStream.range(first, first + Integer.getInteger("http.chaos.rounds", 1));
    }

    @ParameterizedTest(name = "-Dhttp.chaos.seed={0}")
    @MethodSource("seeds")
    void whateverGoesWrongEverythingArrivesInTheEnd(long seed) throws Exception {
        Duration time =
                Duration.ofSeconds(Integer.getInteger("http.chaos.seconds", Boolean.getBoolean("thorough") ? 12 : 6));
        var random = new Random(seed);
        var arrivals = new Arrivals();
        try (LogsEmulator azure = LogsEmulator.builder()
                        .withHttps()
                        .keepRows(false)
                        .onRow(arrivals)
                        .start();
                LoggingProcess process = plan(azure).start("c" + seed, 0)) {
            try {
                azure.awaitRowCount(LoggingProcess.STREAM, 1, LoggingProcess.PATIENCE);
                int episodes = 0;
                for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; episodes++) {
                    episode(azure, random, time.toSeconds() >= 60);
                }
                azure.faults().clear();
                azure.tokenFaults().clear();
                check(process, azure, arrivals, "-Dhttp.chaos.seed=" + seed + ", " + episodes + " episodes");
            } catch (AssertionError | ConditionTimeoutException failed) {
                throw new AssertionError(
                        "-Dhttp.chaos.seed=" + seed + " " + statuses(azure) + "\n" + process.text(), failed);
            }
        }
    }

    private static void check(LoggingProcess process, LogsEmulator azure, Arrivals arrivals, String run)
            throws Exception {
        process.say("pause");
        long logged = Long.parseLong(process.await(LoggingProgram.PAUSED));
        // The longest wait between two tries is five minutes.
        await().atMost(Duration.ofMinutes(6)).untilAsserted(() -> {
            ChildStats stats = process.stats();
            assertThat(stats.held()).isZero();
            assertThat(stats.accepted()).isEqualTo(logged);
        });
        ChildStats stats = process.stats();
        long twice = arrivals.duplicates(process.tag());
        long explained = rowsWithALostAnswer(azure.requests());
        System.out.printf(
                Locale.ROOT,
                "chaos over HTTP, %s: logged %,d, lost %,d, twice %,d of %,d rows whose answer was lost; %,d requests by"
                        + " status (0 is none) %s, %d token requests; %s%n",
                run,
                logged,
                arrivals.missing(process.tag(), logged),
                twice,
                explained,
                azure.requests().size(),
                statuses(azure),
                azure.tokenRequests().size(),
                stats);
        assertThat(stats.offered()).isEqualTo(logged);
        assertThat(stats.dropped()).isZero();
        assertThat(stats.balances()).isTrue();
        assertThat(arrivals.missing(process.tag(), logged)).isZero();
        assertThat(twice).as("rows that came twice").isLessThanOrEqualTo(explained);
        assertThat(process.end()).isZero();
    }

    /** An app registration: managed identities' tokens are kept by msal4j for the whole JVM, and outlive a revocation. */
    private LoggingProcess.Plan plan(LogsEmulator azure) throws Exception {
        return new LoggingProcess.Plan(azure, directory)
                .set("credential", "client-secret")
                .set("tenantId", azure.tenantId())
                .set("clientId", azure.clientId())
                .set(
                        "clientSecretFile",
                        Files.writeString(directory.resolve("secret"), azure.clientSecret())
                                .toString())
                .environment("AZURE_AUTHORITY_HOST", azure.authorityHost().toString())
                .option("-Djavax.net.ssl.trustStore=" + azure.tls().trustStore())
                .option("-Djavax.net.ssl.trustStorePassword=" + TlsFiles.PASSWORD)
                .set("linger", "100ms")
                .set("connectTimeout", "2s")
                .set("requestTimeout", REQUEST_TIMEOUT.toSeconds() + "s")
                .set("maxBlock", "10s")
                .rate(2_000);
    }

    /** A few faults in a row, and rest until rows arrive again: without it the waits between two tries would grow. */
    private static void episode(LogsEmulator azure, Random random, boolean patient) {
        IntStream.rangeClosed(0, random.nextInt(4)).forEach(i -> azure.faults().next(oneOf(PASSING, random)));
        if (random.nextInt(3) == 0) {
            azure.faults().next(oneOf(SINGLE, random));
        } else if (random.nextInt(3) == 0) {
            azure.revokeTokens();
        }
        if (random.nextInt(4) == 0) {
            azure.tokenFaults().next(Fault.status(500));
        }
        if (patient && random.nextInt(8) == 0) {
            azure.faults().next(oneOf(LASTING, random));
        }
        await().atMost(LoggingProcess.PATIENCE).until(() -> azure.faults().pending() == 0);
        long rows = azure.rowCount(LoggingProcess.STREAM);
        await().atMost(LoggingProcess.PATIENCE).until(() -> azure.rowCount(LoggingProcess.STREAM) > rows);
    }

    private static Fault oneOf(List<Fault> faults, Random random) {
        return faults.get(random.nextInt(faults.size()));
    }

    /** Rows that were stored without the sender being told, or perhaps told too late. */
    private static long rowsWithALostAnswer(List<RecordedRequest> requests) {
        return requests.stream()
                .filter(request -> request.status() != 204 || request.answeredNanos() - request.nanos() > LATE_NANOS)
                .mapToLong(RecordedRequest::rows)
                .sum();
    }

    private static Map<Integer, Long> statuses(LogsEmulator azure) {
        return azure.requests().stream()
                .collect(Collectors.groupingBy(RecordedRequest::status, TreeMap::new, Collectors.counting()));
    }
}
