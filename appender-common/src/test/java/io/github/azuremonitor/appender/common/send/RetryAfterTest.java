package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final long NOW = Instant.parse("2026-11-20T10:00:00Z").toEpochMilli();

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Retry-After         | 0                             | PT0S",
                "Retry-After         | 120                           | PT2M",
                "retry-after         | ' 5 '                         | PT5S",
                "Retry-After         | -3                            | PT0S",
                "Retry-After         | Fri, 20 Nov 2026 10:01:30 GMT | PT1M30S",
                "Retry-After         | Fri, 20 Nov 2026 09:00:00 GMT | PT0S",
                "Retry-After         | Fri, 32 Nov 2026 09:00:00 GMT | -",
                "Retry-After         | soon                          | -",
                "Retry-After         | 1.5                           | -",
                "Retry-After         | ''                            | -",
                "Retry-After         | 99999999999999999999999       | -",
                "Retry-After         | 999999999999999999            | PT8784H",
                "x-ms-retry-after-ms | 250                           | PT0.25S",
                "retry-after-ms      | 250                           | PT0.25S",
                "retry-after-ms      | -1                            | PT0S",
                "X-Other             | 5                             | -",
            })
    void aHeaderIsUnderstoodOrLeftAlone(String name, String value, Duration wait) {
        assertThat(RetryAfter.of(headers(Map.of(name, List.of(value))), NOW)).isEqualTo(wait);
    }

    @Test
    void millisecondsWinAndGarbageInThemDoesNot() {
        assertThat(RetryAfter.of(
                        headers(Map.of("Retry-After", List.of("9"), "x-ms-retry-after-ms", List.of("100"))), NOW))
                .isEqualTo(Duration.ofMillis(100));
        assertThat(RetryAfter.of(
                        headers(Map.of("Retry-After", List.of("9"), "x-ms-retry-after-ms", List.of("x"))), NOW))
                .isEqualTo(Duration.ofSeconds(9));
    }

    static HttpHeaders headers(Map<String, List<String>> headers) {
        return HttpHeaders.of(headers, (name, value) -> true);
    }
}
