package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.ingest.DcrUsage;
import io.github.azuremonitor.appender.emulator.ingest.Quota;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final String ROW = "[{\"Message\":\"one\"}]";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:10Z"));
    private final LogsEmulator emulator = LogsEmulator.builder()
            .enforceQuota(new Quota(2, 1_000))
            .clock(now::get)
            .start();

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void beyondTheRequestsOfAMinuteItThrottlesUntilTheNextOne() throws Exception {
        Client.post(emulator, ROW);
        Client.post(emulator, ROW);

        HttpResponse<String> third = Client.post(emulator, ROW);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("Retry-After")).hasValue("50");

        now.set(now.get().plusSeconds(50));
        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(204);
        DcrUsage usage = emulator.usage(emulator.dcrImmutableId());
        assertThat(usage.requests()).isEqualTo(4);
        assertThat(usage.throttled()).isEqualTo(1);
        assertThat(usage.busiestMinuteRequests()).isEqualTo(3);
        assertThat(usage.rows()).isEqualTo(3);
        assertThat(usage.wireBytes()).isEqualTo(4L * ROW.length());
        assertThat(usage.rawBytes()).isEqualTo(3L * ROW.length());
    }

    @Test
    void beyondTheBytesOfAMinuteItThrottles() throws Exception {
        assertThat(Client.post(emulator, "[{\"Message\":\"" + "x".repeat(1_000) + "\"}]")
                        .statusCode())
                .isEqualTo(429);
    }
}
