package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.AbstractLogEvent;
import org.apache.logging.log4j.core.async.RingBufferLogEvent;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.core.impl.ThrowableProxy;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.core.util.ClockFactory;
import org.apache.logging.log4j.core.util.DummyNanoClock;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {
    private static final String LOGGER = "com.example.Orders";

    @TempDir
    Path directory;

    @AfterEach
    void forgetTheThreadContext() {
        ThreadContext.clearAll();
    }

    @Test
    void theThreadContextAndTheMarkerGoAlong() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "columns='standard; Thread = thread; EventId = markers'")) {
            ThreadContext.put("orderId", "42");
            ThreadContext.put("traceId", "0af7651916cd43dd8448eb211c80319c");
            Marker parent = MarkerManager.getMarker("MONEY");
            run.logger(LOGGER).info(MarkerManager.getMarker("AUDIT").addParents(parent), "order {} placed", 42);

            Row row = only(run);
            assertThat(row.get("Properties").get("orderId").textValue()).isEqualTo("42");
            assertThat(row.text("TraceId")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(row.text("EventId")).isEqualTo("AUDIT,MONEY");
            assertThat(row.text("Thread")).isEqualTo(Thread.currentThread().getName());
        }
    }

    @Test
    void callerTemplateAndContextStackAreTakenWhenAColumnAsks() throws Exception {
        String columns = "TimeGenerated = timestamp; Message = message; EventId = caller.method;"
                + " Thread = messageTemplate; Properties = ndc, caller.class";
        try (Log4jRun run = Log4jRun.plain(directory, "columns='" + columns + "'")) {
            ThreadContext.push("outer");
            ThreadContext.push("inner");
            run.logger(LOGGER).info("order {} placed", 42);

            Row row = only(run);
            assertThat(row.text("EventId")).isEqualTo("callerTemplateAndContextStackAreTakenWhenAColumnAsks");
            assertThat(row.text("Thread")).isEqualTo("order {} placed");
            assertThat(row.get("Properties").toString())
                    .isEqualTo("{\"caller.class\":\"" + CaptureTest.class.getName() + "\",\"ndc\":\"outer inner\"}");
        }
    }

    @Test
    void expressionsDefaultsAndQuotesSurviveTheConfiguration() throws Exception {
        String columns = "TimeGenerated = timestamp; Message = message redact(\"\\d{16}\", \"$1;\");"
                + " Thread = mdc.tenant | \"none; at all\"";
        try (Log4jRun run = Log4jRun.plain(directory, "columns='" + columns + "'")) {
            run.logger(LOGGER).info("card {}!", 4111111111111111L);

            assertThat(only(run).text("Message")).isEqualTo("card $1;!");
            assertThat(only(run).text("Thread")).isEqualTo("none; at all");
        }
    }

    @Test
    void noLocationIsLookedForUnlessAColumnAsks() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            assertThat(run.appender().requiresLocation()).isFalse();
        }
        try (Log4jRun run = Log4jRun.plain(directory, "columns='standard; EventId = caller.line'")) {
            assertThat(run.appender().requiresLocation()).isTrue();
        }
    }

    @Test
    void aThrowableIsWrittenWithItsCause() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.logger(LOGGER).error("failed", new IllegalStateException("outer", new RuntimeException("inner")));

            Row row = only(run);
            assertThat(row.text("ExceptionType")).isEqualTo("java.lang.IllegalStateException");
            assertThat(row.text("StackTrace"))
                    .contains("outer", "Caused by: java.lang.RuntimeException: inner", "CaptureTest");
        }
    }

    @Test
    void nanosecondsAreKept() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            Instant now = Instant.now();
            var instant = new MutableInstant();
            instant.initFromEpochSecond(now.getEpochSecond(), 123_456_000);
            run.appender()
                    .append(event(new SimpleMessage("now")).setInstant(instant).build());

            assertThat(only(run).text("TimeGenerated")).contains(".123456");
        }
    }

    @Test
    void aCustomLevelKeepsItsNameAndCountsAsTheNearestOne() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "threshold='WARN' columns='standard; Seq = severityNumber'")) {
            run.logger(LOGGER).log(Level.getLevel("NOTICE"), "between WARN and INFO");
            run.logger(LOGGER).log(Level.forName("VERBOSE", 550), "between DEBUG and TRACE");

            Row row = only(run);
            assertThat(row.text("Level")).isEqualTo("NOTICE");
            assertThat(row.get("Seq").asInt()).isEqualTo(13);
        }
    }

    @Test
    void everyIntLevelHasASeverity() {
        assertThat(Capture.severity(Level.OFF).name()).isEqualTo("FATAL");
        assertThat(Capture.severity(Level.ALL).name()).isEqualTo("TRACE");
        for (Level level : new Level[] {Level.FATAL, Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE}) {
            assertThat(Capture.severity(level).name()).isEqualTo(level.name());
        }
        assertThat(Capture.severity(Level.forName("JUST_BELOW_WARN", 351)).name())
                .isEqualTo("INFO");
    }

    @Test
    void aToStringThatThrowsCostsTheArgumentAndNotTheEvent() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.logger(LOGGER).info("order {} placed", new Throwing());
            run.appender().append(event(new BrokenMessage()).build());

            assertThat(run.messages())
                    .satisfiesExactlyInAnyOrder(
                            first -> assertThat(first).startsWith("order ").contains("IllegalStateException"),
                            second -> assertThat(second)
                                    .startsWith("the pattern [could not be formatted: ")
                                    .contains("broken message"));
        }
    }

    /** Log4j2 keeps what is logged within from the same reference to an appender, but not from another one. */
    @Test
    void anEventFromWithinWhatComesWithAnotherDoesNotTakeItsMessage() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    run.appender(""),
                    "<Logger name='inner' level='ALL' additivity='false'><AppenderRef ref='AZURE'/></Logger>"
                            + "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>"));
            var logs = new Object() {
                @Override
                public String toString() {
                    run.logger("inner").info("from {}", "within");
                    return "value";
                }
            };
            run.logger(LOGGER).info(Map.of("key", logs));
            assertThat(run.messages()).contains("from within", "{key=value}");
        }
    }

    @Test
    void aToStringThatLogsEndsUpInTheTableAndStopsNothing() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            var chatty = new Object() {
                @Override
                public String toString() {
                    run.logger(LOGGER).info("from within toString");
                    return "chatty";
                }
            };
            run.logger(LOGGER).info("order {} placed", chatty);
            run.logger(LOGGER).info("afterwards");

            // Without thread locals Log4j2 formats in the appender, and keeps from it what is logged there.
            assertThat(run.messages()).contains("order chatty placed", "afterwards");
        }
    }

    @Test
    void aToStringThatLogsItselfForEverEndsInAnErrorOfItsOwn() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            var depth = new AtomicInteger();
            var endless = new Object() {
                @Override
                public String toString() {
                    if (depth.incrementAndGet() < 200) {
                        run.logger(LOGGER).info("again {}", this);
                    }
                    return "endless";
                }
            };
            run.logger(LOGGER).info("order {} placed", endless);
            run.logger(LOGGER).info("afterwards");

            assertThat(run.messages()).contains("order endless placed", "afterwards");
        }
    }

    @Test
    void charactersThatAreNoneBreakNoRow() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            ThreadContext.put("key", "NUL \0 and \uD800");
            run.logger(LOGGER).info("NUL \0, a lone \uDC00 surrogate, a pair \uD83D\uDE00");

            Row row = only(run);
            assertThat(row.text("Message")).isEqualTo("NUL \0, a lone \uFFFD surrogate, a pair \uD83D\uDE00");
            assertThat(row.get("Properties").get("key").textValue()).isEqualTo("NUL \0 and \uFFFD");
        }
    }

    @Test
    void aMessageBeyondTheFieldLimitIsCutVisibly() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.logger(LOGGER).info("{}{}", "x".repeat(100_000), "end");
            run.logger(LOGGER).info("short again");

            assertThat(run.messages())
                    .satisfiesExactlyInAnyOrder(
                            cut -> assertThat(cut).hasSizeLessThan(65_536).contains("[cut"),
                            next -> assertThat(next).isEqualTo("short again"));
        }
    }

    @Test
    void anEventThatIsUsedAgainAtOnceKeepsItsFieldsApart() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            var event = new MutableLogEvent();
            var messages = new ReusableMessageFactory();
            for (int i = 0; i < 1000; i++) {
                StringMap context = ContextDataFactory.createContextData();
                context.putValue("n", String.valueOf(i));
                event.setLevel(i % 2 == 0 ? Level.INFO : Level.WARN);
                event.setLoggerName("logger" + i);
                event.setThreadName("thread");
                event.setTimeMillis(Instant.now().toEpochMilli());
                event.setContextData(context);
                event.setMessage(messages.newMessage("event {}", i));
                run.appender().append(event);
                event.clear();
                context.clear();
            }
            assertThat(run.rows()).hasSize(1000).allSatisfy(row -> {
                String number = row.get("Properties").path("n").textValue();
                assertThat(row.text("Message")).isEqualTo("event " + number);
                assertThat(row.text("Logger")).isEqualTo("logger" + number);
                assertThat(row.text("Level")).isEqualTo(Integer.parseInt(number) % 2 == 0 ? "INFO" : "WARN");
            });
        }
    }

    @Test
    void anEventOfAnAsynchronousLoggersRingKeepsItsFieldsApartToo() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            var event = new RingBufferLogEvent();
            var messages = new ReusableMessageFactory();
            for (int i = 0; i < 1000; i++) {
                StringMap context = ContextDataFactory.createContextData();
                context.putValue("n", String.valueOf(i));
                event.setValues(
                        null,
                        "logger" + i,
                        null,
                        "fqcn",
                        Level.INFO,
                        messages.newMessage("event {}", i),
                        null,
                        context,
                        ThreadContext.getImmutableStack(),
                        1,
                        "thread",
                        5,
                        null,
                        ClockFactory.getClock(),
                        new DummyNanoClock());
                run.appender().append(event);
                event.clear();
            }
            assertThat(run.rows()).hasSize(1000).allSatisfy(row -> {
                String number = row.get("Properties").path("n").textValue();
                assertThat(row.text("Message")).isEqualTo("event " + number);
                assertThat(row.text("Logger")).isEqualTo("logger" + number);
            });
        }
    }

    @Test
    void aThrowableFromAnotherProcessIsThereAsText() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.appender().append(new AbstractLogEvent() {
                @Override
                public Level getLevel() {
                    return Level.ERROR;
                }

                @Override
                public org.apache.logging.log4j.core.time.Instant getInstant() {
                    var now = new MutableInstant();
                    now.initFrom(ClockFactory.getClock());
                    return now;
                }

                @Override
                public ThrowableProxy getThrownProxy() {
                    return new ThrowableProxy(new IllegalStateException("far away"));
                }
            });

            assertThat(only(run).text("StackTrace")).startsWith("java.lang.IllegalStateException: far away");
        }
    }

    @Test
    void anEventWithoutALevelIsRefusedWithoutAnException() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.appender().append(new AbstractLogEvent() {});

            // The courier may count the loss in a line of its own meanwhile.
            assertThat(run.statuses.all(Level.ERROR))
                    .filteredOn(line -> line.contains("could not be copied"))
                    .hasSize(1);
            assertThat(run.appender().flush(Log4jRun.PATIENCE))
                    .as("nothing was lost")
                    .isFalse();
            assertThat(run.azure.rows(Log4jRun.STREAM)).isEmpty();
        }
    }

    @Test
    void aContextValueThatIsNoTextIsSettledBeforeItCanChange() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            var changing = new HashMap<>(Map.of("state", "old"));
            StringMap context = ContextDataFactory.createContextData();
            context.putValue("changing", changing);
            context.putValue("count", 7);
            context.putValue("broken", new Throwing());
            run.appender()
                    .append(event(new SimpleMessage("odd context"))
                            .setContextData(context)
                            .build());
            changing.put("state", "new");

            JsonNode properties = only(run).get("Properties");
            assertThat(properties.get("changing").toString()).isEqualTo("{\"state\":\"old\"}");
            assertThat(properties.get("count").intValue()).isEqualTo(7);
            assertThat(properties.get("broken").textValue()).contains("toString() threw");
        }
    }

    @Test
    void theEntriesOfAMapMessageBecomeKeyValuePairs() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.logger(LOGGER).info(new StringMapMessage().with("orderId", 42).with("state", "placed"));

            Row row = only(run);
            assertThat(row.get("Properties").get("orderId").intValue()).isEqualTo(42);
            assertThat(row.get("Properties").get("state").textValue()).isEqualTo("placed");
            assertThat(row.text("Message")).contains("orderId=\"42\"");
        }
    }

    @Test
    void aLoggedMapIsKeyValuePairsHoweverItsEventWasMade() throws Exception {
        var map = new HashMap<String, Object>();
        map.put("orderId", 42L);
        map.put("items", List.of("book", "pen"));
        map.put("self", map);
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            var reused = new MutableLogEvent();
            reused.setTimeMillis(System.currentTimeMillis());
            reused.setLevel(Level.INFO);
            reused.setMessage(new ReusableMessageFactory().newMessage(map));
            run.appender().append(reused);
            run.appender().append(event(new ObjectMessage(map)).build());

            assertThat(run.rows()).hasSize(2).allSatisfy(row -> {
                assertThat(row.get("Properties").get("orderId").isIntegralNumber())
                        .isTrue();
                assertThat(row.get("Properties").get("items").toString()).isEqualTo("[\"book\",\"pen\"]");
                assertThat(row.get("Properties").get("self").get("self").textValue())
                        .isEqualTo("[holds itself]");
            });
        }
    }

    @Test
    void structuredDataIsKeyValuePairsWithItsIdAndType() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            var message = new StructuredDataMessage("transfer@32473", "moved", "audit");
            message.put("amount", "42.50");
            run.logger(LOGGER).info(message);

            assertThat(only(run).get("Properties").toString())
                    .isEqualTo("{\"id\":\"transfer@32473\",\"type\":\"audit\",\"amount\":\"42.50\"}");
        }
    }

    @Test
    void whatCannotBeReadCostsTheEventNothingElse() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.appender()
                    .append(event(new SimpleMessage("broken marker"))
                            .setMarker(new BrokenMarker())
                            .build());
            run.appender().append(event(null).build());

            assertThat(run.rows())
                    .extracting(row -> row.text("Message"))
                    .containsExactlyInAnyOrder("broken marker", "");
        }
    }

    /** Kotlin's TODO() and a ServiceLoader throw such ones. */
    @Test
    void anErrorThatIsNoneOfTheProcessCostsTheEventNothingElse() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.appender()
                    .append(event(new ObjectMessage(Map.of("broken", new Unfinished(), "whole", 7)) {
                                private static final long serialVersionUID = 1;

                                @Override
                                public String getFormattedMessage() {
                                    throw new ServiceConfigurationError("no provider");
                                }
                            })
                            .build());

            assertThat(only(run).text("Message")).contains("could not be formatted");
            assertThat(only(run).get("Properties").toString())
                    .contains("\"whole\":7")
                    .contains("toString() threw java.util.ServiceConfigurationError");
        }
    }

    private static final class Unfinished {
        @Override
        public String toString() {
            throw new ServiceConfigurationError("no provider");
        }
    }

    @Test
    void whatComesAfterABrokenPartIsThereAndTheBrokenOneIsCounted() throws Exception {
        String columns = "standard; Thread = messageTemplate; EventId = ndc | markers";
        try (Log4jRun run = Log4jRun.plain(directory, "columns='" + columns + "'")) {
            var context = new SortedArrayStringMap();
            context.putValue("orderId", "42");
            run.appender()
                    .append(event(new StringMapMessage().with("amount", "42.50"))
                            .setMarker(new BrokenMarker())
                            .setContextData(context)
                            .build());

            assertThat(only(run).get("Properties").toString()).isEqualTo("{\"amount\":\"42.50\",\"orderId\":\"42\"}");
            assertThat(only(run).text("EventId")).isNull();
            assertThat(run.appender().stats().unfitValues()).isEqualTo(1);
        }
    }

    @Test
    void aContextThatThrowsKeepsWhatWasReadBeforeAndCostsNothingElse() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "columns='standard; EventId = markers'")) {
            var context = new SortedArrayStringMap() {
                private static final long serialVersionUID = 1;

                @Override
                public <V, S> void forEach(TriConsumer<String, ? super V, S> action, S state) {
                    super.forEach(action, state);
                    throw new IllegalStateException("broken context");
                }
            };
            context.putValue("at", new Object[] {1});
            run.appender()
                    .append(event(new StringMapMessage().with("amount", "42.50"))
                            .setMarker(MarkerManager.getMarker("AUDIT"))
                            .setContextData(context)
                            .build());

            assertThat(only(run).text("EventId")).isEqualTo("AUDIT");
            assertThat(only(run).get("Properties").get("amount").textValue()).isEqualTo("42.50");
            assertThat(run.appender().stats().unfitValues()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"instant", "thread", "thrown", "logger"})
    void anEventThatThrowsWhenItIsReadIsCountedOnce(String broken) throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            run.appender().append(new BrokenEvent(broken));

            Log4jRun.assertBalanced(run.appender());
            assertThat(run.appender().stats().offered())
                    .as("%s", run.appender().stats())
                    .isEqualTo(1);
            assertThat(run.appender().stats().dropped()).isEqualTo(Map.of(DropReason.CAPTURE_FAILED, 1L));
        }
    }

    @Test
    void aContextThatAnotherThreadChangesMeanwhileCostsTheEventNothingElse() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            var context = new SortedArrayStringMap() {
                private static final long serialVersionUID = 1;
                private int times;

                @Override
                public <V, S> void forEach(TriConsumer<String, ? super V, S> action, S state) {
                    super.forEach(action, state);
                    if (++times == 2) {
                        throw new ConcurrentModificationException("broken context");
                    }
                }
            };
            context.putValue("orderId", "42");
            run.appender()
                    .append(event(new SimpleMessage("the message"))
                            .setContextData(context)
                            .build());

            assertThat(only(run).text("Message")).isEqualTo("the message");
            assertThat(only(run).get("Properties").toString()).isEqualTo("{\"orderId\":\"42\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800_000L})
    void aYearThatAzureDoesNotKnowBecomesTheNearestOneAndIsCounted(long millis) throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "columns='standard; EventId = timestamp'")) {
            run.appender()
                    .append(event(new SimpleMessage("the message"))
                            .setTimeMillis(millis)
                            .build());

            assertThat(only(run).text("EventId"))
                    .isEqualTo(millis < 0 ? "0001-01-01T00:00:00.000000Z" : "9999-12-31T23:59:59.999999Z");
            assertThat(run.appender().stats().unfitValues()).isEqualTo(1);
        }
    }

    private static Row only(Log4jRun run) {
        assertThat(run.rows()).hasSize(1);
        return run.rows().get(0);
    }

    private static Log4jLogEvent.Builder event(Message message) {
        return Log4jLogEvent.newBuilder()
                .setLoggerName(LOGGER)
                .setLevel(Level.INFO)
                .setTimeMillis(Instant.now().toEpochMilli())
                .setMessage(message);
    }

    /** Made by somebody else than Log4j2. */
    private static final class BrokenEvent extends AbstractLogEvent {
        private static final long serialVersionUID = 1;
        private final String broken;

        BrokenEvent(String broken) {
            this.broken = broken;
        }

        private <T> T unless(String part, T value) {
            if (part.equals(broken)) {
                throw new IllegalStateException("broken " + part);
            }
            return value;
        }

        @Override
        public Level getLevel() {
            return Level.INFO;
        }

        @Override
        public Message getMessage() {
            return new SimpleMessage("the message");
        }

        @Override
        public String getLoggerName() {
            return unless("logger", LOGGER);
        }

        @Override
        public String getThreadName() {
            return unless("thread", "main");
        }

        @Override
        public Throwable getThrown() {
            return unless("thrown", null);
        }

        @Override
        public org.apache.logging.log4j.core.time.Instant getInstant() {
            return unless("instant", new MutableInstant());
        }
    }

    private static final class Throwing {
        @Override
        public String toString() {
            throw new IllegalStateException("broken toString");
        }
    }

    private static final class BrokenMessage implements Message {
        @Override
        public String getFormattedMessage() {
            throw new IllegalStateException("broken message");
        }

        @Override
        public String getFormat() {
            return "the pattern";
        }

        @Override
        public Object[] getParameters() {
            return new Object[0];
        }

        @Override
        public Throwable getThrowable() {
            return null;
        }
    }

    private static final class BrokenMarker implements Marker {
        @Override
        public Marker addParents(Marker... markers) {
            return this;
        }

        @Override
        public String getName() {
            throw new IllegalStateException("broken marker");
        }

        @Override
        public Marker[] getParents() {
            return new Marker[0];
        }

        @Override
        public boolean hasParents() {
            return false;
        }

        @Override
        public boolean isInstanceOf(Marker m) {
            return false;
        }

        @Override
        public boolean isInstanceOf(String name) {
            return false;
        }

        @Override
        public boolean remove(Marker marker) {
            return false;
        }

        @Override
        public Marker setParents(Marker... markers) {
            return this;
        }
    }
}
