package io.github.azuremonitor.appender.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.encode.Platform;
import io.github.azuremonitor.appender.common.encode.RowBuffer;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.settings.PropertySelection;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the flusher does for each event, from the slot to the batch, compared with the same row by jackson-core's
 * streaming API and one call of the fastest Deflater per 64 KB.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBenchmark {
    private static final long SEED = 20_001;
    private static final int CHUNK_BYTES = 64 * 1024;

    /** Fixed, so that rows have the same bytes everywhere. */
    private static final Platform PLATFORM = new Platform("benchmark", "instance-1", null, 1);

    private static final SerializedString TIME = new SerializedString("TimeGenerated");
    private static final SerializedString LEVEL = new SerializedString("Level");
    private static final SerializedString LOGGER = new SerializedString("Logger");
    private static final SerializedString MESSAGE = new SerializedString("Message");
    private static final SerializedString TRACE_ID = new SerializedString("TraceId");
    private static final SerializedString SPAN_ID = new SerializedString("SpanId");
    private static final SerializedString APP_NAME = new SerializedString("AppName");
    private static final SerializedString APP_INSTANCE = new SerializedString("AppInstance");
    private static final SerializedString PROPERTIES = new SerializedString("Properties");

    /** The row of the preset, written by a user who wants defaults, exceptions and a limit. */
    private static final String MAPPING = """
            TimeGenerated = timestamp
            Level         = level
            Logger        = logger
            Message:string(32768) = message
            ExceptionType = exception.type
            StackTrace    = exception.stackTrace rootFirst hide("java.", "sun.")
            TraceId       = mdc.traceId | mdc.trace_id
            SpanId        = mdc.spanId | mdc.span_id
            AppName       = app.name | "unknown"
            AppInstance   = env.NOWHERE | app.instance
            Properties    = mdc.*, kv.* except *.internal
            """;

    private final Slots slots = new Slots(SEED, true);
    private final LoggedEvent slot = new LoggedEvent();
    private final RowEncoder encoder = newEncoder();
    private final RowEncoder mapped = newEncoder(MAPPING);
    private long postedBytes;
    private final Batcher batcher = newBatcher();

    private final JsonFactory json = new JsonFactory();
    private final Chunk chunk = new Chunk();
    private final byte[] packed = new byte[2 * CHUNK_BYTES];
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    static RowEncoder newEncoder() {
        return newEncoder("standard");
    }

    private static RowEncoder newEncoder(String columns) {
        var faults = new ArrayList<String>();
        ColumnList list = ColumnList.parse(columns, faults);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.toString());
        }
        var table = new TableSettings(Sink.STREAM, list, PropertySelection.ALL, "benchmark", null, null);
        return new RowEncoder(table, list.columns(), PLATFORM, Batcher.MAX_ROW_BYTES);
    }

    private Batcher newBatcher() {
        return new Batcher(
                Deflater.BEST_SPEED,
                new LingerPolicy(Duration.ofMinutes(1)),
                () -> new UUID(1, 1),
                batch -> postedBytes += batch.body().length,
                rows -> {});
    }

    /** Releases the native memory. */
    @TearDown
    public void release() {
        deflater.end();
        batcher.close();
    }

    /** Our row. */
    @Benchmark
    public int row() throws IOException {
        slots.fill(slot);
        int bytes = encode(encoder).length();
        slot.clear();
        return bytes;
    }

    /** The same row by a user's own mapping. */
    @Benchmark
    public int mappedRow() throws IOException {
        slots.fill(slot);
        int bytes = encode(mapped).length();
        slot.clear();
        return bytes;
    }

    /** Our row in our batch. */
    @Benchmark
    public long rowInBatch() throws IOException {
        slots.fill(slot);
        RowBuffer row = encode(encoder);
        batcher.add(Sink.STREAM, row.bytes(), row.length(), slot.epochSecond() * 1_000, 0);
        slot.clear();
        return postedBytes;
    }

    /** The floor's row. */
    @Benchmark
    public int floorRow() throws IOException {
        Slots.Captured event = slots.fill(slot);
        if (chunk.size() > CHUNK_BYTES) {
            chunk.reset();
        }
        writeFloor(event);
        slot.clear();
        return chunk.size();
    }

    /** The floor's row in the floor's chunk. */
    @Benchmark
    public int floorRowInChunk() throws IOException {
        Slots.Captured event = slots.fill(slot);
        writeFloor(event);
        slot.clear();
        return chunk.size() > CHUNK_BYTES ? deflateChunk() : 0;
    }

    private RowBuffer encode(RowEncoder by) throws IOException {
        RowBuffer row = by.encode(slot);
        if (row == null) {
            throw new IllegalStateException("the row is too large");
        }
        return row;
    }

    private int deflateChunk() {
        deflater.reset();
        deflater.setInput(chunk.array(), 0, chunk.size());
        chunk.reset();
        deflater.finish();
        return deflater.deflate(packed);
    }

    private void writeFloor(Slots.Captured event) throws IOException {
        try (JsonGenerator generator = json.createGenerator(chunk)) {
            generator.writeStartObject();
            generator.writeFieldName(TIME);
            generator.writeString("2026-11-20T08:00:00.000137Z");
            generator.writeFieldName(LEVEL);
            generator.writeString(event.severity().name());
            generator.writeFieldName(LOGGER);
            generator.writeString(event.logger());
            generator.writeFieldName(MESSAGE);
            generator.writeString(event.message());
            generator.writeFieldName(TRACE_ID);
            generator.writeString(event.context().get("traceId"));
            generator.writeFieldName(SPAN_ID);
            generator.writeString(event.context().get("spanId"));
            generator.writeFieldName(APP_NAME);
            generator.writeString("benchmark");
            generator.writeFieldName(APP_INSTANCE);
            generator.writeString("instance-1");
            generator.writeFieldName(PROPERTIES);
            generator.writeStartObject();
            generator.writeStringField("orderId", event.context().get("orderId"));
            generator.writeEndObject();
            generator.writeEndObject();
        }
    }

    /** Exposes its array, so that nothing is copied before compression. */
    private static final class Chunk extends ByteArrayOutputStream {
        private Chunk() {
            super(2 * CHUNK_BYTES);
        }

        private byte[] array() {
            return buf;
        }
    }
}
