package io.github.azuremonitor.appender.common.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VolumeLimiterTest {
    private final ManualTime time = new ManualTime();
    private final RecordingReporter reporter = new RecordingReporter();
    private final VolumeLimiter volumeLimiter = new VolumeLimiter(1_000, reporter);

    @Test
    void aStreamMayHaveItsBytesToTheLastOne() {
        assertThat(takes("A", Severity.INFO, 600)).isTrue();
        assertThat(takes("A", Severity.INFO, 400)).isTrue();
        assertThat(reporter.lines()).isEmpty();
        assertThat(takes("A", Severity.INFO, 1)).isFalse();
    }

    @Test
    void rowsOfWarnAndAboveAreSentAndCounted() {
        assertThat(takes("A", Severity.ERROR, 900)).isTrue();
        assertThat(takes("A", Severity.INFO, 101)).as("the error used it up").isFalse();
        assertThat(takes("A", Severity.WARN, 5_000)).isTrue();
        assertThat(takes("A", Severity.FATAL, 5_000)).isTrue();
    }

    @Test
    void aShorterRowBehindARefusedOneIsRefusedToo() {
        assertThat(takes("A", Severity.INFO, 990)).isTrue();
        assertThat(takes("A", Severity.INFO, 20)).isFalse();
        assertThat(takes("A", Severity.INFO, 5)).isFalse();
    }

    @Test
    void oneStreamCostsTheOthersNothing() {
        assertThat(takes("A", Severity.INFO, 1_001)).isFalse();
        assertThat(takes("B", Severity.INFO, 1_000)).isTrue();
    }

    @Test
    void beginAndEndAreToldOnceEachWithTheNumber() {
        takes("A", Severity.INFO, 1_000);
        time.advance(Duration.ofSeconds(61));
        for (int i = 0; i < 5; i++) {
            takes("A", Severity.INFO, 10);
        }
        assertThat(reporter.lines())
                .containsExactly("WARN stream A has had its maxBytesPerHour: for 59 minutes its rows below WARN are"
                        + " dropped; raise maxBytesPerHour, or log less");
        time.advance(Duration.ofSeconds(3_538));
        volumeLimiter.tick(time.nanos());
        assertThat(reporter.lines()).as("a second is left").hasSize(1);
        time.advance(Duration.ofSeconds(1));
        volumeLimiter.tick(time.nanos());
        volumeLimiter.tick(time.nanos());
        assertThat(reporter.lines())
                .hasSize(2)
                .endsWith("WARN stream A takes all rows again; 5 rows below WARN were dropped for maxBytesPerHour");
        assertThat(takes("A", Severity.INFO, 1_000)).isTrue();
    }

    @Test
    void aRowThatComesBeforeTheTickEndsTheHourToo() {
        takes("A", Severity.INFO, 1_001);
        time.advance(Duration.ofHours(1));
        assertThat(takes("A", Severity.INFO, 1_000)).isTrue();
        assertThat(reporter.lines()).hasSize(2).last().asString().contains("1 rows below WARN were dropped");
        assertThat(takes("A", Severity.INFO, 1)).isFalse();
        assertThat(reporter.lines()).as("another hour, told again").hasSize(3);
    }

    @Test
    void withoutALimitEverythingIsTaken() {
        var none = new VolumeLimiter(0, reporter);
        for (int i = 0; i < 10; i++) {
            assertThat(none.takes("A", Severity.TRACE, Integer.MAX_VALUE, time.nanos()))
                    .isTrue();
        }
        assertThat(reporter.lines()).isEmpty();
    }

    private boolean takes(String stream, Severity severity, int bytes) {
        return volumeLimiter.takes(stream, severity, bytes, time.nanos());
    }
}
