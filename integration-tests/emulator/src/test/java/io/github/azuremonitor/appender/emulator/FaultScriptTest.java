package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.PATIENCE;
import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultScriptTest {
    private static final String ROW = "[{\"Message\":\"one\"}]";

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().withHttps());

    @Test
    void throttlesTwiceThenAccepts(LogsEmulator emulator) throws Exception {
        emulator.faults().next(2, Fault.status(429).retryAfter("3"));

        HttpResponse<String> throttled = Client.post(emulator, ROW);
        Client.post(emulator, ROW);
        HttpResponse<String> accepted = Client.post(emulator, ROW);

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("3");
        assertThat(throttled.headers().firstValue("x-ms-error-code")).hasValue("TooManyRequests");
        assertThat(accepted.statusCode()).isEqualTo(204);
        assertThat(emulator.rowCount(STREAM)).isEqualTo(1);
        assertThat(emulator.requests()).extracting(r -> r.status()).containsExactly(429, 429, 204);
    }

    @Test
    void resetLosesTheRowsAndResetAfterProcessingKeepsThem(LogsEmulator emulator) {
        emulator.faults().next(Fault.reset()).next(Fault.resetAfterProcessing());

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Client.post(emulator, ROW))
                .withStackTraceContaining("Connection reset");
        assertThat(emulator.rowCount(STREAM)).isZero();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Client.post(emulator, ROW))
                .withStackTraceContaining("Connection reset");
        assertThat(emulator.rowCount(STREAM)).isEqualTo(1);
        assertThat(emulator.requests()).extracting(r -> r.status()).containsExactly(0, 0);
    }

    @Test
    void halfAnAnswerIsNoAnswer(LogsEmulator emulator) throws Exception {
        emulator.faults().next(Fault.halfAnswer());

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Client.post(emulator, ROW));
        assertThat(emulator.rowCount(STREAM)).isEqualTo(1);
        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(204);
    }

    @Test
    void hangsUntilTheScriptIsCleared(LogsEmulator emulator) throws Exception {
        emulator.faults().always(Fault.hang());
        assertThatExceptionOfType(HttpTimeoutException.class)
                .isThrownBy(() -> Client.send(Client.upload(emulator, ROW).timeout(Duration.ofMillis(200))));
        Thread client = new Thread(() -> {
            try {
                Client.post(emulator, ROW);
            } catch (IOException | InterruptedException e) {
                // the reset
            }
        });
        client.start();
        emulator.awaitRequests(2, PATIENCE);

        emulator.faults().clear();

        client.join(PATIENCE.toMillis());
        assertThat(client.isAlive()).isFalse();
        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(204);
        assertThat(emulator.rowCount(STREAM)).isEqualTo(1);
    }

    @Test
    void delaysTheAnswer(LogsEmulator emulator) throws Exception {
        emulator.faults().next(Fault.delay(Duration.ofMillis(300)));
        long start = System.nanoTime();

        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(204);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void captivePortalHasNoRequestIdAndARedirectLeadsAway(LogsEmulator emulator) throws Exception {
        emulator.faults().next(Fault.captivePortal()).next(Fault.redirect("http://login.invalid/"));

        HttpResponse<String> portal = Client.post(emulator, ROW);
        HttpResponse<String> redirect = Client.post(emulator, ROW);

        assertThat(portal.statusCode()).isEqualTo(200);
        assertThat(portal.headers().firstValue("x-ms-request-id")).isEmpty();
        assertThat(portal.body()).contains("log in");
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().firstValue("Location")).hasValue("http://login.invalid/");
    }

    @Test
    void scriptedRefusalsUseTheServicesWords(LogsEmulator emulator) throws Exception {
        emulator.faults().next(Fault.refuseToken()).next(Fault.refuseRole()).next(Fault.unknownRule());

        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(401);
        HttpResponse<String> role = Client.post(emulator, ROW);
        assertThat(role.statusCode()).isEqualTo(403);
        assertThat(Client.error(role).path("message").asText())
                .contains("objectId " + emulator.application().objectId());
        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(404);
        assertThat(emulator.rowCount(STREAM)).isZero();
    }

    @Test
    void aFaultMayBeMeantForOneStreamOrOneKindOfRequest(LogsEmulator emulator) throws Exception {
        emulator.faults()
                .always(Fault.status(503).onStream("Custom-Other_CL"))
                .next(Fault.status(500).when(call -> call.wireBytes() > 100));

        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(204);
        assertThat(emulator.faults().pending()).isEqualTo(1);
        assertThat(Client.post(emulator, "[{\"Message\":\"" + "x".repeat(100) + "\"}]")
                        .statusCode())
                .isEqualTo(500);
    }

    @Test
    void comesBackOnTheSamePortWithItsRows(LogsEmulator emulator) throws Exception {
        var before = List.of(emulator.httpEndpoint(), emulator.httpsEndpoint());
        Client.post(emulator, ROW);
        emulator.stop();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Client.post(emulator, ROW));

        emulator.start();

        assertThat(List.of(emulator.httpEndpoint(), emulator.httpsEndpoint())).isEqualTo(before);
        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(204);
        assertThat(emulator.awaitRows(STREAM, 2, PATIENCE)).hasSize(2);
    }
}
