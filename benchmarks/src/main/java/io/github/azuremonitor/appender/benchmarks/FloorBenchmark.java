package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.MessageFormatter;

/** The minimum that each step can cost with these libraries, to compare our own steps with. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FloorBenchmark {
    private static final long SEED = 20_001;

    /** As many rows as fill a chunk of 64 KB. */
    private static final int ROWS_PER_CHUNK = 160;

    private static final SerializedString TIME = new SerializedString("TimeGenerated");
    private static final SerializedString LEVEL = new SerializedString("Level");
    private static final SerializedString LOGGER = new SerializedString("Logger");
    private static final SerializedString MESSAGE = new SerializedString("Message");
    private static final SerializedString PROPERTIES = new SerializedString("Properties");

    private final JsonFactory json = new JsonFactory();
    private final ByteArrayBuilder row = new ByteArrayBuilder(1_024);
    private final byte[] packed = new byte[128 * 1024];
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private Events events = Events.generated(SEED);
    private final List<Row> rows = new ArrayList<>();
    private byte[] chunk = {};
    private int encoded;

    /** Attaches the appender of the capture and fills the chunk with rows. */
    @Setup
    public void prepare() throws IOException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger logger = context.getLogger(Events.LOGGER_ROOT);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(new CaptureOnly(context).appender());
        events = Events.generated(SEED);
        try (ByteArrayBuilder text = new ByteArrayBuilder(128 * 1024)) {
            for (int i = 0; i < ROWS_PER_CHUNK; i++) {
                rows.add(Row.of(events.next(), i));
                writeRow(text, rows.get(i));
            }
            chunk = text.toByteArray();
        }
    }

    /** Releases the native memory. */
    @TearDown
    public void release() {
        deflater.end();
    }

    /** One log call into an appender that only captures. */
    @Benchmark
    public void capture() {
        events.next().log();
    }

    /** One row by jackson-core into a reused buffer. */
    @Benchmark
    public int encode() throws IOException {
        row.reset();
        writeRow(row, rows.get(encoded++ % ROWS_PER_CHUNK));
        return row.size();
    }

    /** One row's share of a chunk at the fastest level. */
    @Benchmark
    @OperationsPerInvocation(ROWS_PER_CHUNK)
    public int deflate() {
        deflater.reset();
        deflater.setInput(chunk);
        deflater.finish();
        return deflater.deflate(packed);
    }

    private void writeRow(ByteArrayBuilder out, Row columns) throws IOException {
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartObject();
            generator.writeFieldName(TIME);
            generator.writeString(columns.time());
            generator.writeFieldName(LEVEL);
            generator.writeString(columns.level());
            generator.writeFieldName(LOGGER);
            generator.writeString(columns.logger());
            generator.writeFieldName(MESSAGE);
            generator.writeString(columns.message());
            generator.writeFieldName(PROPERTIES);
            generator.writeStartObject();
            generator.writeStringField("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
            generator.writeStringField("spanId", "00f067aa0ba902b7");
            generator.writeStringField("orderId", "order-1234567");
            generator.writeEndObject();
            generator.writeEndObject();
        }
    }

    private record Row(String time, String level, String logger, String message) {
        static Row of(Events.Line line, int number) {
            return new Row(
                    String.format(Locale.ROOT, "2026-11-20T08:00:00.%06dZ", 137 * number),
                    line.warn() ? "WARN" : "INFO",
                    line.logger().getName(),
                    MessageFormatter.arrayFormat(line.template(), line.arguments())
                            .getMessage());
        }
    }
}
