package io.github.azuremonitor.appender.common.send;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer asks us to wait: {@code Retry-After} as seconds or HTTP date (RFC 9110 §10.2.3), and the two
 * headers in milliseconds that azure-core's RetryPolicy reads before it.
 */
final class RetryAfter {
    /** Longer waits cannot be intended, and could overflow later arithmetic. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private RetryAfter() {}

    /**
     * The wait, never negative; null if no header asks for one that can be understood.
     *
     * @param nowMillis wall clock, for a date
     */
    static @Nullable Duration of(HttpHeaders headers, long nowMillis) {
        for (String name : new String[] {"x-ms-retry-after-ms", "retry-after-ms"}) {
            Long millis = number(headers.firstValue(name).orElse(""));
            if (millis != null) {
                return bounded(Duration.ofMillis(millis));
            }
        }
        String value = headers.firstValue("Retry-After").orElse("").strip();
        Long seconds = number(value);
        return seconds != null ? bounded(Duration.ofSeconds(seconds)) : date(value, nowMillis);
    }

    private static @Nullable Duration date(String value, long nowMillis) {
        try {
            var moment = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return bounded(Duration.between(Instant.ofEpochMilli(nowMillis), moment));
        } catch (DateTimeException garbage) {
            return null;
        }
    }

    private static @Nullable Long number(String value) {
        String digits = value.strip();
        return NUMBER.matcher(digits).matches() ? Long.valueOf(digits) : null;
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
