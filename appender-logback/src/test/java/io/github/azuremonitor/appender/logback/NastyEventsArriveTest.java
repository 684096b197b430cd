package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/** Whatever an application puts into a log call, the event arrives and the application goes on. */
class NastyEventsArriveTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    private Application application;
    private Logger log;

    @BeforeEach
    void start(LogsEmulator azure) {
        // Floods wait for a busy machine, so that a full ring is not what a test meets.
        application = Application.shippingTo(azure, "maxBlock=10s");
        log = application.logger("com.example.Orders");
    }

    @AfterEach
    void stop(LogsEmulator azure) {
        MDC.clear();
        application.close();
        assertThat(azure.complaints()).isEmpty();
        assertThat(azure.stats(STREAM).truncatedValues()).isZero();
    }

    @Test
    void aRecursionThatLogsUntilTheStackIsFullSilencesNobody(LogsEmulator azure) throws Exception {
        int step = Boolean.getBoolean("thorough") ? 1 : 5;
        for (int i = 0; i < 200; i += step) {
            int padding = i;
            Thread thread = new Thread(null, () -> overflow(log, padding), "recursive", 200_000);
            thread.start();
            thread.join();
        }
        await().atMost(Application.LONG).pollInterval(Duration.ofMillis(100)).until(() -> {
            log.info("alive");
            return Application.messages(azure).contains("alive");
        });
        // An overflow that strikes within the capture costs its event; whether one does is a matter of chance.
        boolean allArrived = application.appender().flush(Application.LONG);
        PipelineStats stats = application.stats();
        assertThat(stats.held()).as("%s", stats).isZero();
        assertThat(stats).matches(PipelineStats::balances, "balances");
        // While the flusher waits for such a slot, the ring may fill up.
        assertThat(stats.dropped().keySet())
                .as("%s", stats)
                .isSubsetOf(DropReason.CAPTURE_FAILED, DropReason.RING_FULL);
        assertThat(stats.dropped().containsKey(DropReason.CAPTURE_FAILED))
                .as("%s", stats)
                .isEqualTo(!stats.dropped().isEmpty());
        assertThat(allArrived).as("%s", stats).isEqualTo(stats.dropped().isEmpty());
    }

    private static void overflow(Logger log, int padding) {
        try {
            pad(padding, () -> recurse(log, 0));
        } catch (StackOverflowError expected) {
            // Where in the log call it struck differs from thread to thread.
        }
    }

    private static void pad(int depth, Runnable work) {
        if (depth == 0) {
            work.run();
        } else {
            pad(depth - 1, work);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // the fault under test
    private static void recurse(Logger log, int depth) {
        log.info("depth {}", depth);
        recurse(log, depth + 1);
    }

    @Test
    void aValueWhoseClassCannotBeLoadedCostsNothingElse(LogsEmulator azure) {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new NoClassDefFoundError("gone");
            }
        };
        log.atInfo().setMessage("kv").addKeyValue("x", broken).log();
        application.flush();
        assertThat(Application.messages(azure)).containsExactly("kv");
    }

    @Test
    void aPlainLineWithAllItsFields(LogsEmulator azure) {
        MDC.put("orderId", "4711");
        Instant before = Instant.now();
        log.warn("order {} of {} placed", 42, "Zoë");

        Row row = onlyRow(azure);
        assertThat(row.text("Message")).isEqualTo("order 42 of Zoë placed");
        assertThat(row.text("Level")).isEqualTo("WARN");
        assertThat(row.text("Logger")).isEqualTo("com.example.Orders");
        assertThat(row.text("Thread")).isEqualTo(Thread.currentThread().getName());
        assertThat(row.get("Properties").path("orderId").asText()).isEqualTo("4711");
        assertThat(Instant.parse(row.text("TimeGenerated"))).isBetween(before.minusSeconds(1), Instant.now());
    }

    @Test
    void aMessageOfTwoMegabytesIsCutAndSaysSo(LogsEmulator azure) {
        log.info("x".repeat(2 << 20));
        log.info("before {} after", "y".repeat(2 << 20));

        assertThat(rows(azure, 2)).allSatisfy(row -> {
            assertThat(row.text("Message").length()).isBetween(60_000, 65_536);
            assertThat(row.text("Message")).containsPattern("…\\[cut: 20971\\d\\d characters]$");
        });
    }

    @Test
    void charactersThatAreNoCharacters(LogsEmulator azure) {
        String nasty = "a\ud800b\udc00c\u0000d\u0007e\ufffff\ud83d\ude00\u2028\"\\</script>\r\n";
        MDC.put("nas\ud800ty", nasty);
        log.info(nasty);

        Row row = onlyRow(azure);
        String expected = "a\ufffdb\ufffdc\u0000d\u0007e\ufffff\ud83d\ude00\u2028\"\\</script>\r\n";
        assertThat(row.text("Message")).isEqualTo(expected);
        assertThat(row.get("Properties").path("nas\ufffdty").asText()).isEqualTo(expected);
    }

    @Test
    void tenThousandMdcKeys(LogsEmulator azure) {
        var keys = new HashMap<String, String>();
        for (int i = 0; i < 10_000; i++) {
            keys.put("key" + i, "value" + i);
        }
        MDC.setContextMap(keys);
        log.info("heavily burdened");
        MDC.clear();
        log.info("relieved");

        List<Row> rows = rows(azure, 2);
        assertThat(rows)
                .extracting(row -> row.text("Message"))
                .containsExactlyInAnyOrder("heavily burdened", "relieved");
        assertThat(rows)
                .filteredOn(row -> "heavily burdened".equals(row.text("Message")))
                .singleElement()
                .satisfies(row -> assertThat(row.get("Properties").isObject()).isTrue())
                .satisfies(row -> assertThat(row.get("Properties").size()).isGreaterThan(100));
    }

    @Test
    void aToStringThatThrowsCostsNothingElse(LogsEmulator azure) {
        String said = Application.standardError(() -> {
            log.info("broken {} whole {}", new Thrower(new IllegalStateException("no text")), 7);
            log.info("broken badly {}", new Thrower(new StackOverflowError()));
        });
        assertThat(said).as("SLF4J tells it once for all appenders").contains("Failed toString()");

        assertThat(rows(azure, 2))
                .extracting(row -> row.text("Message"))
                .satisfiesExactlyInAnyOrder(
                        first -> assertThat(first).startsWith("broken ").contains("whole 7"),
                        second -> assertThat(second).startsWith("broken badly "));
    }

    /** Kotlin's TODO() and a ServiceLoader throw such ones. */
    @Test
    void anErrorThatIsNoneOfTheProcessReachesNoLogCall(LogsEmulator azure) {
        var broken = new Thrower(new ServiceConfigurationError("no provider"));
        log.atInfo()
                .addKeyValue("direct", broken)
                .addKeyValue("within", Map.of("part", broken))
                .addKeyValue("whole", 7)
                .log("values");
        application.appender().addFilter(new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                throw new ServiceConfigurationError("no provider");
            }
        });
        log.info("filtered");

        application.flushWhatIsLeft();
        assertThat(azure.rows(STREAM))
                .singleElement()
                .satisfies(row -> assertThat(row.get("Properties").toString())
                        .contains("\"whole\":7")
                        .contains("toString() threw java.util.ServiceConfigurationError"));
        assertThat(application.stats().dropped()).containsExactly(Map.entry(DropReason.CAPTURE_FAILED, 1L));
    }

    @Test
    void aToStringThatLogsIsHeardToo(LogsEmulator azure) {
        log.info("outer {}", new Object() {
            @Override
            public String toString() {
                log.debug("inner");
                return "text";
            }
        });

        rows(azure, 2);
        assertThat(Application.messages(azure)).containsExactlyInAnyOrder("inner", "outer text");
    }

    @Test
    void aToStringThatLogsItselfForEverIsBounded(LogsEmulator azure) {
        log.info("endless {}", new Object() {
            @Override
            public String toString() {
                log.info("endless {}", this);
                return "end";
            }
        });
        log.info("alive");

        application.flushWhatIsLeft();
        assertThat(Application.messages(azure)).contains("endless end", "alive").hasSizeLessThan(20);
        assertThat(application.stats().dropped()).containsOnlyKeys(DropReason.NESTED);
    }

    @Test
    void aKeyValueThatLogsItselfForEverIsBounded(LogsEmulator azure) {
        log.atInfo()
                .setMessage("endless")
                .addKeyValue("self", new Object() {
                    @Override
                    public String toString() {
                        log.atInfo()
                                .setMessage("endless")
                                .addKeyValue("self", this)
                                .log();
                        return "end";
                    }
                })
                .log();

        application.flush();
        assertThat(Application.messages(azure)).contains("endless").hasSizeLessThan(20);
    }

    @Test
    void nullEverywhere(LogsEmulator azure) {
        MDC.put("empty", null);
        log.info(null);
        log.info("{} {}", null, null);
        log.info("lonely {}", (Object[]) null);
        log.atInfo().setMessage("pair").addKeyValue("nothing", (Object) null).log();
        log.atInfo().setMessage("unnamed").addKeyValue(null, "x").log();
        log.error("no cause", (Throwable) null);

        rows(azure, 6);
        assertThat(Application.messages(azure))
                .satisfiesExactlyInAnyOrder(
                        none -> assertThat(none).isIn("", "null", null),
                        two -> assertThat(two).isEqualTo("null null"),
                        lonely -> assertThat(lonely).startsWith("lonely"),
                        pair -> assertThat(pair).isEqualTo("pair"),
                        unnamed -> assertThat(unnamed).isEqualTo("unnamed"),
                        cause -> assertThat(cause).isEqualTo("no cause"));
    }

    @Test
    void exceptionsThatGoInCircles(LogsEmulator azure) {
        var first = new IllegalStateException("first");
        var second = new IllegalArgumentException("second", first);
        first.initCause(second);
        first.addSuppressed(second);
        log.error("circle", first);
        log.error("mute", new SpeechlessException());
        log.error("deep", deep(3000));
        log.error("wide", stackTraceOf(20_000));

        Map<String, Row> rows =
                rows(azure, 4).stream().collect(Collectors.toMap(row -> row.text("Message"), row -> row));
        assertThat(rows.get("circle").text("StackTrace")).contains("first", "second", "IllegalArgumentException");
        assertThat(rows.get("circle").text("ExceptionType")).isEqualTo("java.lang.IllegalStateException");
        assertThat(rows.get("mute").text("ExceptionType")).isEqualTo(SpeechlessException.class.getName());
        assertThat(rows.get("mute").text("StackTrace")).contains("SpeechlessException");
        assertThat(rows.get("deep").text("StackTrace")).contains("deep 0").hasSizeLessThan(65_537);
        assertThat(rows.get("wide").text("StackTrace")).contains("wide").hasSizeBetween(60_000, 65_536);
    }

    @Test
    void keyValuePairsOfAllTypes(LogsEmulator azure) {
        log.atInfo()
                .setMessage("typed")
                .addKeyValue("text", "t")
                .addKeyValue("int", 1)
                .addKeyValue("long", Long.MAX_VALUE)
                .addKeyValue("double", 1.5)
                .addKeyValue("nan", Double.NaN)
                .addKeyValue("infinite", Float.NEGATIVE_INFINITY)
                .addKeyValue("decimal", new BigDecimal("1e400"))
                .addKeyValue("yes", true)
                .addKeyValue("unit", TimeUnit.DAYS)
                .addKeyValue("instant", Instant.EPOCH)
                .addKeyValue("uuid", new UUID(1, 2))
                .addKeyValue("list", List.of(1, "two"))
                .addKeyValue("map", Map.of("k", "v", "password", "hunter2"))
                .addKeyValue("array", new int[] {1})
                .addKeyValue("counter", new AtomicLong(5))
                .addKeyValue("thrower", new Thrower(new IllegalStateException("no text")))
                .addKeyValue("overflow", new Thrower(new StackOverflowError()))
                .addKeyValue("password", "hunter2")
                .addKeyValue("text", "twice")
                .log();

        var properties = onlyRow(azure).get("Properties");
        assertThat(properties.path("int").isInt()).isTrue();
        assertThat(properties.path("long").asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(properties.path("double").asDouble()).isEqualTo(1.5);
        assertThat(properties.path("yes").asBoolean()).isTrue();
        assertThat(properties.path("unit").asText()).isEqualTo("DAYS");
        assertThat(properties.path("instant").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(properties.path("uuid").asText()).isEqualTo(new UUID(1, 2).toString());
        assertThat(properties.path("list").toString()).isEqualTo("[1,\"two\"]");
        assertThat(properties.path("map").toString()).isEqualTo("{\"k\":\"v\"}");
        assertThat(properties.path("array").toString()).isEqualTo("[1]");
        assertThat(properties.path("counter").asText()).isEqualTo("5");
        assertThat(properties.path("thrower").asText()).contains("Thrower", "IllegalStateException");
        assertThat(properties.has("password")).isFalse();
        assertThat(properties.toString()).doesNotContain("hunter2");
    }

    @Test
    void markersAndNames(LogsEmulator azure) {
        var audit = MarkerFactory.getDetachedMarker("AUDIT");
        var night = MarkerFactory.getDetachedMarker("NIGHT");
        application.configure(Application.configuration(
                Application.appender("MARKED", azure, "columns=standard; EventId = markers; Thread = thread")));
        application
                .logger("Ünïcode logger \ud800")
                .atWarn()
                .addMarker(audit)
                .addMarker(night)
                .log("marked");

        application.flush();
        assertThat(application.appender("MARKED").flush(Application.LONG)).isTrue();
        assertThat(Application.column(azure, "EventId")).hasSize(2).contains("AUDIT,NIGHT");
        assertThat(Application.column(azure, "Logger")).containsOnly("Ünïcode logger \ufffd");
    }

    @Test
    void callerAndTemplateAreTakenWhenAColumnAsks(LogsEmulator azure) {
        application.configure(Application.configuration(Application.appender(
                "CALLED", azure, "columns=standard; EventId = caller.method; Thread = messageTemplate")));
        application.logger("com.example.Orders").info("order {} placed", 42);

        application.flush();
        assertThat(application.appender("CALLED").flush(Application.LONG)).isTrue();
        assertThat(Application.column(azure, "EventId")).contains("callerAndTemplateAreTakenWhenAColumnAsks");
        assertThat(Application.column(azure, "Thread")).contains("order {} placed");
    }

    @Test
    void expressionsDefaultsAndQuotesSurviveTheConfiguration(LogsEmulator azure) {
        String columns = """

                TimeGenerated = timestamp
                Message = message redact("\\d{16}", "$1;")
                Thread = mdc.tenant |
                   'none; at all'
                """;
        application.configure(Application.configuration(Application.appender("REDACTED", azure, "columns=" + columns)));
        application.logger("com.example.Orders").info("card {}!", 4111111111111111L);

        assertThat(application.appender("REDACTED").flush(Application.LONG)).isTrue();
        assertThat(Application.column(azure, "Message")).contains("card $1;!");
        assertThat(Application.column(azure, "Thread")).contains("none; at all");
    }

    @Test
    void whatTheApplicationBreaksDoesNotReachItsLogCalls(LogsEmulator azure) {
        var filter = new Filter<ILoggingEvent>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                if (event.getMessage().startsWith("bad")) {
                    throw new IllegalStateException("broken filter");
                }
                return FilterReply.NEUTRAL;
            }
        };
        application.appender().addFilter(filter);
        log.info("bad 1");
        log.info("bad 2");
        log.info("good");

        application.flushWhatIsLeft();
        assertThat(Application.messages(azure)).containsExactly("good");
        assertThat(application.stats().dropped()).containsExactly(Map.entry(DropReason.CAPTURE_FAILED, 2L));
        assertThat(application.warnings())
                .satisfiesOnlyOnce(line -> assertThat(line).startsWith("an event could not be captured"));
    }

    private Row onlyRow(LogsEmulator azure) {
        return rows(azure, 1).get(0);
    }

    private List<Row> rows(LogsEmulator azure, int expected) {
        application.flush();
        assertThat(azure.rows(STREAM)).hasSize(expected);
        assertThat(application.stats().totalDropped()).isZero();
        return azure.rows(STREAM);
    }

    private static Throwable deep(int causes) {
        Throwable deepest = new IllegalStateException("deep " + (causes - 1));
        for (int i = causes - 2; i >= 0; i--) {
            deepest = new IllegalStateException("deep " + i, deepest);
        }
        return deepest;
    }

    private static Throwable stackTraceOf(int frames) {
        var thrown = new IllegalStateException("wide");
        var trace = new StackTraceElement[frames];
        for (int i = 0; i < frames; i++) {
            trace[i] = new StackTraceElement("com.example.Recursive", "down", "Recursive.java", i);
        }
        thrown.setStackTrace(trace);
        return thrown;
    }

    private record Thrower(Throwable thrown) {
        @Override
        public String toString() {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }

    /** Logback itself asks once while it makes the event, and passes on to the application what that throws. */
    private static final class SpeechlessException extends RuntimeException {
        @Override
        public String getMessage() {
            if (Thread.currentThread().getName().startsWith("azure-monitor-")) {
                throw new UnsupportedOperationException("no message");
            }
            return "message";
        }
    }
}
