package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

/** A row has what the event had when it was logged, whoever made the event and whatever becomes of it afterwards. */
class CaptureTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    private Application application;
    private Logger log;

    @BeforeEach
    void start(LogsEmulator azure) {
        application = Application.shippingTo(azure, "columns=standard; Thread = thread; EventId = mdc.n | timestamp");
        log = application.logger("com.example.Bridge");
    }

    @AfterEach
    void stop(LogsEmulator azure) {
        MDC.clear();
        application.close();
        assertThat(azure.complaints()).isEmpty();
    }

    @Test
    void aMapThatIsChangedAfterTheLogCallHasItsOldValueInTheRow(LogsEmulator azure) {
        var live = new HashMap<String, String>();
        for (int i = 0; i < 200; i++) {
            live.put("n", "" + i);
            LoggingEvent event = event("" + i);
            event.setMDCPropertyMap(Collections.unmodifiableMap(live));
            log.callAppenders(event);
            live.put("n", "changed");
        }

        application.flush();
        assertThat(azure.rows(STREAM))
                .hasSize(200)
                .allSatisfy(row -> assertThat(row.text("EventId")).isEqualTo(row.text("Message")));
    }

    @Test
    void theMdcOfTheThreadIsThatOfTheLogCall(LogsEmulator azure) {
        for (int i = 0; i < 200; i++) {
            MDC.put("n", "" + i);
            log.info("{}", i);
            MDC.put("n", "changed");
        }

        application.flush();
        assertThat(azure.rows(STREAM))
                .hasSize(200)
                .allSatisfy(row -> assertThat(row.text("EventId")).isEqualTo(row.text("Message")));
    }

    @Test
    void aMapThatAnotherThreadChangesMeanwhileCostsTheEventNothingElse(LogsEmulator azure) {
        LoggingEvent event = event("the message");
        event.setMDCPropertyMap(new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                return Set.of(Map.entry("n", "1"));
            }

            @Override
            public void forEach(BiConsumer<? super String, ? super String> action) {
                super.forEach(action);
                throw new ConcurrentModificationException();
            }
        });
        log.callAppenders(event);

        application.flush();
        assertThat(Application.messages(azure)).containsExactly("the message");
        assertThat(Application.column(azure, "EventId")).containsExactly("1");
        assertThat(application.stats().unfitValues()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // what bridges do
    void aMapWithOtherThanTextsCostsTheEventNothingElse(LogsEmulator azure) {
        LoggingEvent event = event("the message");
        event.setMDCPropertyMap((Map) Map.of("n", 42));
        log.callAppenders(event);

        application.flush();
        assertThat(Application.column(azure, "EventId")).containsExactly("42");
    }

    @Test
    void pairsThatCannotBeReadCostTheEventNothingElse(LogsEmulator azure) {
        LoggingEvent event = new LoggingEvent("", log, Level.INFO, "the message", null, null) {
            @Override
            public List<KeyValuePair> getKeyValuePairs() {
                throw new ConcurrentModificationException();
            }
        };
        log.callAppenders(event);
        LoggingEvent withNull = event("with null");
        withNull.setKeyValuePairs(java.util.Arrays.asList(null, new KeyValuePair("n", 1)));
        log.callAppenders(withNull);

        application.flush();
        assertThat(Application.messages(azure)).containsExactlyInAnyOrder("the message", "with null");
        assertThat(azure.rows(STREAM))
                .filteredOn(row -> "with null".equals(row.text("Message")))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.get("Properties").path("n").asInt()).isEqualTo(1));
        assertThat(application.stats().unfitValues()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"getInstant", "getThreadName", "getThrowableProxy", "getLoggerName"})
    void anEventThatThrowsWhenItIsReadIsCountedOnce(String method) {
        log.callAppenders(new Throwing(log, method));

        application.appender().flush(Application.LONG);
        assertThat(application.stats().offered()).as("%s", application.stats()).isEqualTo(1);
        assertThat(application.stats().dropped()).isEqualTo(Map.of(DropReason.CAPTURE_FAILED, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "0000-12-31T23:59:59.9Z", "-0001-01-01T00:00:00Z"})
    void aYearThatAzureDoesNotKnowBecomesTheNearestOneAndIsCounted(String time, LogsEmulator azure) {
        log.callAppenders(at(Instant.parse(time)));

        Row row = onlyRow(azure);
        assertThat(row.text("EventId"))
                .isIn("0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z")
                .startsWith(time.startsWith("+") ? "9" : "0");
        assertThat(application.stats().unfitValues()).isEqualTo(1);
        assertThat(application.warnings()).anyMatch(line -> line.contains("years 1 to 9999"));
    }

    @Test
    void timesThatNoCalendarHoldsSpoilNoRow(LogsEmulator azure) {
        for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.parse("0001-01-01T00:00:00Z"))) {
            log.callAppenders(at(time));
        }
        LoggingEvent millis = new LoggingEvent("", log, Level.INFO, "the message", null, null) {
            @Override
            public Instant getInstant() {
                return null;
            }

            @Override
            public long getTimeStamp() {
                return Long.MAX_VALUE;
            }
        };
        log.callAppenders(millis);

        application.flush();
        assertThat(Application.column(azure, "EventId"))
                .containsExactlyInAnyOrder(
                        "0001-01-01T00:00:00.000000Z",
                        "9999-12-31T23:59:59.999999Z",
                        "0001-01-01T00:00:00.000000Z",
                        "9999-12-31T23:59:59.999999Z");
        assertThat(application.stats().unfitValues()).isEqualTo(3);
    }

    private Row onlyRow(LogsEmulator azure) {
        application.flush();
        assertThat(azure.rows(STREAM)).as("%s", application.stats()).hasSize(1);
        return azure.rows(STREAM).get(0);
    }

    private LoggingEvent event(String message) {
        return new LoggingEvent(CaptureTest.class.getName(), log, Level.INFO, message, null, null);
    }

    private LoggingEvent at(Instant time) {
        return new LoggingEvent("", log, Level.INFO, "the message", null, null) {
            @Override
            public Instant getInstant() {
                return time;
            }
        };
    }

    /** An event that was made somewhere else, and of which one part is broken. */
    private static final class Throwing extends LoggingEvent {
        private final String broken;

        Throwing(Logger log, String broken) {
            super("", log, Level.INFO, "the message", null, null);
            this.broken = broken;
        }

        private <T> T unless(String method, T value) {
            if (method.equals(broken)) {
                throw new IllegalStateException("broken");
            }
            return value;
        }

        @Override
        public Instant getInstant() {
            return unless("getInstant", super.getInstant());
        }

        @Override
        public String getThreadName() {
            return unless("getThreadName", super.getThreadName());
        }

        @Override
        public String getLoggerName() {
            return unless("getLoggerName", super.getLoggerName());
        }

        @Override
        public IThrowableProxy getThrowableProxy() {
            return unless("getThrowableProxy", super.getThrowableProxy());
        }
    }
}
