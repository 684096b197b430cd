package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The events that are logged: the same ones for the same seed, prepared so that logging them is the only cost. */
final class Events {
    /** The logger the appender is attached to; what libraries log is not measured. */
    static final String LOGGER_ROOT = "org.apache.hadoop";

    private static final int PREPARED_LINES = 16_384;
    private static final int PREPARED_CONTEXTS = 1_024;
    private static final int EVENTS_PER_CONTEXT = 100;

    private final Line[] lines;
    private final Context[] contexts;
    private long logged;

    private Events(Line[] lines, Random random) {
        this.lines = lines;
        contexts = Stream.generate(() -> Context.random(random))
                .limit(PREPARED_CONTEXTS)
                .toArray(Context[]::new);
    }

    /** Lines like those of a Hadoop cluster, 110 to 200 characters once formatted. */
    static Events generated(long seed) {
        Random random = new Random(seed);
        Line[] lines = Stream.generate(() -> HadoopLine.random(random))
                .limit(PREPARED_LINES)
                .toArray(Line[]::new);
        return new Events(lines, random);
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
        return new Events(
                lines.stream().map(line -> new Line(logger, false, line)).toArray(Line[]::new), new Random(seed));
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
        return lines[(int) (logged++ % lines.length)];
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
    }

    private record Context(String traceId, String spanId, String orderId) {
        static Context random(Random random) {
            return new Context(
                    hex(random) + hex(random), hex(random), "order-" + (1_000_000 + random.nextInt(9_000_000)));
        }

        void enter() {
            MDC.put("traceId", traceId);
            MDC.put("spanId", spanId);
            MDC.put("orderId", orderId);
        }

        private static String hex(Random random) {
            return String.format(Locale.ROOT, "%016x", random.nextLong());
        }
    }
}
