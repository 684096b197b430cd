package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The events of one thread: the same ones for the same seed, prepared so that logging them is the only cost. The message of
 * each ends with its {@link Serial}.
 */
final class Events {
    /** The logger the appender is attached to; what libraries log is not measured. */
    static final String LOGGER_ROOT = "org.apache.hadoop";

    private static final int PREPARED_LINES = 16_384;
    private static final int PREPARED_LINES_OF_ALL_THREADS = 65_536;
    private static final int PREPARED_CONTEXTS = 1_024;
    private static final int EVENTS_PER_CONTEXT = 100;
    private static final int EVENTS_PER_TRACE = 20;
    private static final int PREPARED_TRACES = 64;
    private static final int FRAMES = 60;

    private final Line[] lines;
    private final Context[] contexts;
    private final Serial serial;
    private long logged;

    private Events(Line[] lines, Context[] contexts, Serial serial) {
        this.lines = lines;
        this.contexts = contexts;
        this.serial = serial;
    }

    /** Lines like those of a Hadoop cluster, 110 to 200 characters once formatted, and the number. */
    static Events generated(long seed) {
        return ofThread(seed, 0, PREPARED_LINES, Shape.PLAIN);
    }

    /** For as many threads, each with events of its own. */
    static List<Events> generated(long seed, int firstThread, int threads, Shape shape) {
        int prepared = Math.min(PREPARED_LINES, PREPARED_LINES_OF_ALL_THREADS / threads);
        return IntStream.range(0, threads)
                .mapToObj(thread -> ofThread(seed + thread, firstThread + thread, prepared, shape))
                .toList();
    }

    private static Events ofThread(long seed, int thread, int prepared, Shape shape) {
        Random random = new Random(seed);
        Serial serial = new Serial(thread);
        Throwable[] traces = shape == Shape.TRACES ? traces(random) : new Throwable[0];
        Line[] lines = IntStream.range(0, prepared)
                .mapToObj(number -> {
                    Line line = HadoopLine.random(random).numbered(serial);
                    return traces.length > 0 && number % EVENTS_PER_TRACE == 0
                            ? line.with(traces[number / EVENTS_PER_TRACE % traces.length])
                            : line;
                })
                .toArray(Line[]::new);
        return new Events(lines, contexts(random, shape), serial);
    }

    /** The lines of a text file, again from its start after the last one. */
    static Events ofFile(Path file, long seed) throws IOException {
        try (Stream<String> text = Files.lines(file)) {
            List<String> lines =
                    text.filter(line -> !line.isBlank()).limit(PREPARED_LINES).toList();
            if (lines.isEmpty()) {
                throw new IOException("no lines in " + file);
            }
            return of(lines, seed);
        }
    }

    /** These lines, again from the first one after the last. */
    static Events of(List<String> lines, long seed) {
        Logger logger = LoggerFactory.getLogger(LOGGER_ROOT + ".File");
        Serial serial = new Serial(0);
        return new Events(
                lines.stream()
                        // The number is the only argument.
                        .map(line -> new Line(logger, false, line.replace("{}", "{ }")).numbered(serial))
                        .toArray(Line[]::new),
                contexts(new Random(seed), Shape.PLAIN),
                serial);
    }

    private static Context[] contexts(Random random, Shape shape) {
        return Stream.generate(() -> Context.random(random, shape == Shape.TEN_KEYS))
                .limit(PREPARED_CONTEXTS)
                .toArray(Context[]::new);
    }

    private static Throwable[] traces(Random random) {
        return Stream.generate(() -> {
                    var thrown = new IllegalStateException("replica " + random.nextInt(1_000) + " does not answer");
                    thrown.setStackTrace(IntStream.range(0, FRAMES)
                            .mapToObj(frame -> new StackTraceElement(
                                    "org.apache.hadoop.hdfs.server.datanode.Stage" + random.nextInt(40),
                                    "process" + random.nextInt(10),
                                    "Stage.java",
                                    1 + random.nextInt(900)))
                            .toArray(StackTraceElement[]::new));
                    return thrown;
                })
                .limit(PREPARED_TRACES)
                .toArray(Throwable[]::new);
    }

    /** How many events were logged so far. */
    long logged() {
        return logged;
    }

    /** The next event, with its context in the MDC. */
    Line next() {
        if (logged % EVENTS_PER_CONTEXT == 0) {
            contexts[(int) (logged / EVENTS_PER_CONTEXT % contexts.length)].enter();
        }
        serial.next();
        return lines[(int) (logged++ % lines.length)];
    }

    /** What is special about events. */
    enum Shape {
        /** Three entries in the MDC. */
        PLAIN,
        /** Ten entries in the MDC. */
        TEN_KEYS,
        /** One in twenty with a stack trace of 60 frames. */
        TRACES
    }

    /** One call of a logger; never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    record Line(Logger logger, boolean warn, String template, Object... arguments) {
        void log() {
            if (warn) {
                logger.warn(template, arguments);
                return;
            }
            switch (arguments.length) {
                case 0 -> logger.info(template);
                case 1 -> logger.info(template, arguments[0]);
                case 2 -> logger.info(template, arguments[0], arguments[1]);
                default -> logger.info(template, arguments);
            }
        }

        private Line numbered(Serial serial) {
            return new Line(logger, warn, template + " " + Serial.MARK + "{}", plus(serial));
        }

        private Line with(Throwable thrown) {
            return new Line(logger, warn, template, plus(thrown));
        }

        private Object[] plus(Object last) {
            List<Object> all = new ArrayList<>(Arrays.asList(arguments));
            all.add(last);
            return all.toArray();
        }
    }

    private record Context(Map<String, String> entries) {
        static Context random(Random random, boolean ten) {
            Map<String, String> entries = new LinkedHashMap<>();
            entries.put("traceId", hex(random) + hex(random));
            entries.put("spanId", hex(random));
            entries.put("orderId", "order-" + (1_000_000 + random.nextInt(9_000_000)));
            if (ten) {
                entries.put("customer", "customer-" + random.nextInt(100_000));
                entries.put("tenant", "tenant-" + random.nextInt(50));
                entries.put("region", random.nextBoolean() ? "westeurope" : "eastus");
                entries.put("session", hex(random));
                entries.put("request", "/api/orders/" + random.nextInt(10_000));
                entries.put("method", random.nextBoolean() ? "GET" : "POST");
                entries.put("user", "user" + random.nextInt(100_000) + "@example.com");
            }
            return new Context(entries);
        }

        void enter() {
            entries.forEach(MDC::put);
        }

        private static String hex(Random random) {
            return String.format(Locale.ROOT, "%016x", random.nextLong());
        }
    }
}
