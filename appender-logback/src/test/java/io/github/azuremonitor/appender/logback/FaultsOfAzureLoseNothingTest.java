package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.LONG;
import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.core.status.Status;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the fate table over real HTTP: what a batch meets, and what becomes of its events. */
@Tag("once")
class FaultsOfAzureLoseNothingTest {
    private static final String QUICK = "requestTimeout=1s";
    private static final String CONNECT = "connectTimeout=1s";

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                arguments("throttled", Fault.status(429).retryAfter("1"), "throttles"),
                arguments("failing without a word", Fault.status(500).body(""), "500"),
                arguments("unavailable", Fault.status(503).retryAfter("0"), "503"),
                arguments("slow", Fault.status(408), "408"),
                arguments("hanging", Fault.hang(), "retrying"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void whatPassesIsSaidAndSentAgain(String name, Fault fault, String said, LogsEmulator azure) {
        try (var application = Application.shippingTo(azure, QUICK, CONNECT)) {
            azure.faults().next(fault);
            log(application, 1, 20);
            application.flush();

            assertThat(Application.messages(azure)).containsExactlyInAnyOrderElementsOf(lines(1, 20));
            assertThat(application.warnings()).hasSize(1).first().asString().contains(said);
        }
    }

    @Test
    void aConnectionThatBreaksOnceIsNoNews(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure)) {
            log(application, 1, 1);
            application.flush();
            azure.faults().next(Fault.reset());
            log(application, 2, 10);
            application.flush();

            assertThat(Application.messages(azure)).containsExactlyInAnyOrderElementsOf(lines(1, 10));
            assertThat(application.warnings()).isEmpty();
        }
    }

    static Stream<Arguments> ambiguousFaults() {
        return Stream.of(
                arguments("reset after processing", Fault.resetAfterProcessing()),
                arguments("half an answer", Fault.halfAnswer()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguousFaults")
    void aLostAnswerMayDoubleRowsButLosesNone(String name, Fault fault, LogsEmulator azure) {
        try (var application = Application.shippingTo(azure)) {
            azure.faults().next(fault);
            log(application, 1, 20);
            application.flush();

            assertThat(Application.messages(azure)).containsAll(lines(1, 20)).hasSizeLessThanOrEqualTo(60);
            assertThat(application.stats().accepted()).isEqualTo(20);
        }
    }

    /** The repeat is at once and told to nobody, but rows that came twice must not look like a single POST. */
    @Test
    void aPostThatIsRepeatedOnANewConnectionIsCounted(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure)) {
            log(application, 1, 1);
            application.flush();
            azure.faults().next(Fault.resetAfterProcessing());
            log(application, 2, 10);
            application.flush();

            assertThat(Application.messages(azure)).containsAll(lines(1, 10)).hasSize(19);
            assertThat(application.stats().accepted()).isEqualTo(10);
            assertThat(application.stats().posts())
                    .isEqualTo(3)
                    .isEqualTo(azure.requests().size());
        }
    }

    static Stream<Arguments> lastingFaults() {
        return Stream.of(
                arguments("identity without the role", Fault.refuseRole(), "Monitoring Metrics Publisher"),
                arguments("unknown rule", Fault.unknownRule(), "dcrImmutableId"),
                arguments("token of another audience", Fault.refuseToken(), "audience"),
                arguments("unknown stream", Fault.status(400).error("InvalidStream", "not there"), "streamName"),
                arguments("captive portal", Fault.captivePortal(), "captive portal"),
                arguments("redirect", Fault.redirect("http://localhost:1/"), "proxy"),
                arguments(
                        "everything refused", Fault.status(400).error("InvalidSomething", "no"), "compare the columns"),
                arguments("a status that nobody gives", Fault.status(418), "418"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lastingFaults")
    void whatLastsIsSaidOnceAndHeld(String name, Fault fault, String said, LogsEmulator azure) {
        var application = Application.shippingTo(azure, "shutdownTimeout=500ms");
        try (application) {
            azure.faults().always(fault);
            log(application, 1, 4);
            await().atMost(LONG).until(() -> !application.warnings().isEmpty());
            log(application, 5, 8);
            await().atMost(LONG).untilAsserted(() -> {
                assertThat(application.stats().held()).isEqualTo(8);
                assertThat(application.stats().balances()).isTrue();
            });

            assertThat(application.warnings()).hasSize(1).first().asString().contains(said);
            assertThat(azure.requests()).hasSizeLessThan(10);
            assertThat(azure.rowCount(STREAM)).isZero();
        }
        assertThat(application.stats().dropped()).containsExactly(Map.entry(DropReason.SHUTDOWN, 8L));
        assertThat(application.warnings()).last().asString().startsWith("stopped: 8 events offered, 0 accepted");
    }

    @Test
    void whatIsTooBigIsHalved(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure)) {
            azure.faults()
                    .always(Fault.status(413)
                            .when(call -> body(call).contains("line 1\"")
                                    && body(call).contains("line 40\"")));
            log(application, 1, 40);
            application.flush();

            assertThat(Application.messages(azure)).containsExactlyInAnyOrderElementsOf(lines(1, 40));
        }
    }

    @Test
    void onePoisonRowCostsNobodyElse(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure)) {
            azure.faults()
                    .always(Fault.status(400)
                            .error("InvalidRow", "a row is bad")
                            .when(call -> body(call).contains("line 13\"")));
            log(application, 1, 40);
            assertThat(application.appender().flush(LONG)).isFalse();

            assertThat(Application.messages(azure))
                    .containsExactlyInAnyOrderElementsOf(lines(1, 40).stream()
                            .filter(line -> !line.equals("line 13"))
                            .toList());
            assertThat(application.stats().dropped()).containsExactly(Map.entry(DropReason.REFUSED, 1L));
            assertThat(application.warnings())
                    .anySatisfy(line -> assertThat(line).contains("InvalidRow", "a row is bad"));
        }
    }

    @Test
    void aStreamThatIsRefusedHoldsNoOtherUp(LogsEmulator azure) {
        String good = Application.appender("AZURE", azure, "shutdownTimeout=1s");
        String bad = Application.appender("BAD", azure, "shutdownTimeout=1s", "streamName=Custom-Unknown_CL");
        try (var application = Application.configured(Application.configuration(good, bad))) {
            log(application, 1, 10);
            await().atMost(LONG)
                    .until(() -> azure.rowCount(STREAM) == 10
                            && !application.warnings().isEmpty());
            log(application, 11, 20);
            await().atMost(LONG).until(() -> azure.rowCount(STREAM) == 20);

            assertThat(Application.messages(azure)).containsExactlyInAnyOrderElementsOf(lines(1, 20));
            assertThat(application.warnings()).hasSize(1).first().asString().contains("Custom-Unknown_CL");
            assertThat(application.stats())
                    .as("one pipeline")
                    .isEqualTo(application.appender("BAD").stats());
            await().atMost(LONG).until(() -> application.stats().held() == 20);
        }
    }

    @Test
    void aServerThatRestartsGetsAll(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure, QUICK, CONNECT)) {
            log(application, 1, 10);
            application.flush();
            azure.stop();
            log(application, 11, 20);
            await().atMost(LONG).until(() -> !application.warnings().isEmpty());
            log(application, 21, 30);
            azure.start();
            application.flush();

            assertThat(Application.messages(azure)).containsExactlyInAnyOrderElementsOf(lines(1, 30));
            assertThat(application.said(Status.INFO))
                    .anySatisfy(line -> assertThat(line).startsWith("Azure takes rows again"));
        }
    }

    private static void log(Application application, int from, int to) {
        var log = application.logger("com.example.Orders");
        IntStream.rangeClosed(from, to).forEach(i -> log.info("line {}", i));
    }

    private static List<String> lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i).toList();
    }

    private static String body(Call call) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(call.body()))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
