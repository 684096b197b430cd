package io.github.azuremonitor.appender.common.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/**
 * Splits a finished batch again, for the few answers of Azure that require it. Rows are found without a parser: line
 * feeds occur only between rows, because JSON escapes them within a text. Courier only.
 */
public final class BatchSplitter {
    private static final byte[] TIME_FIELD = "\"TimeGenerated\":\"".getBytes(StandardCharsets.US_ASCII);

    private final int gzipLevel;
    private final Supplier<UUID> requestIds;

    /** Parts are compressed with {@code gzipLevel} and get request ids of their own. */
    public BatchSplitter(int gzipLevel, Supplier<UUID> requestIds) {
        this.gzipLevel = gzipLevel;
        this.requestIds = requestIds;
    }

    /**
     * The rows of the batch, each a JSON object.
     *
     * @throws IOException if the body is damaged
     */
    public static List<byte[]> rows(Batch batch) throws IOException {
        byte[] raw;
        try (var in = new GZIPInputStream(new ByteArrayInputStream(batch.body()), 16 * 1024)) {
            raw = in.readNBytes(batch.rawBytes() + 1);
        }
        if (raw.length != batch.rawBytes() || raw.length < 2 || raw[0] != '[' || raw[raw.length - 1] != ']') {
            throw new IOException("the body of " + batch + " is not what was packed");
        }
        var rows = new ArrayList<byte[]>(batch.rows());
        int start = 1;
        for (int i = 1; i < raw.length; i++) {
            boolean separator = raw[i] == '\n' && raw[i - 1] == ',';
            if (separator || i == raw.length - 1) {
                rows.add(Arrays.copyOfRange(raw, start, separator ? i - 1 : i));
                start = i + 1;
            }
        }
        if (rows.size() != batch.rows()) {
            throw new IOException("the body of " + batch + " has " + rows.size() + " rows");
        }
        return rows;
    }

    /** Two batches of half the rows each, in order; the batch must have two rows. */
    public List<Batch> halves(Batch batch) throws IOException {
        List<byte[]> rows = rows(batch);
        int middle = rows.size() / 2;
        return List.of(pack(batch, rows.subList(0, middle)), pack(batch, rows.subList(middle, rows.size())));
    }

    /**
     * Batches whose rows lie at most 29 minutes apart; halves if the rows' times do not explain the refusal. The batch
     * must have two rows.
     */
    public List<Batch> byTime(Batch batch) throws IOException {
        var timed = new ArrayList<TimedRow>();
        for (byte[] row : rows(batch)) {
            timed.add(new TimedRow(time(row, batch.oldestMillis()), row));
        }
        timed.sort(Comparator.comparingLong(TimedRow::millis));
        var parts = new ArrayList<Batch>();
        int start = 0;
        for (int i = 1; i <= timed.size(); i++) {
            boolean end = i == timed.size();
            if (end || timed.get(i).millis() - timed.get(start).millis() > Batcher.MAX_SPAN_MILLIS) {
                List<TimedRow> part = timed.subList(start, i);
                parts.add(pack(batch, part.stream().map(TimedRow::row).toList()));
                start = i;
            }
        }
        return parts.size() > 1 ? parts : halves(batch);
    }

    /**
     * The batch's only row with every text cut to {@code maxChars} characters.
     *
     * @throws IOException if the row is not JSON
     */
    public Batch shortened(Batch batch, int maxChars) throws IOException {
        var out = new ByteArrayOutputStream();
        try (JsonParser in = Json.FACTORY.createParser(rows(batch).get(0));
                JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            while (in.nextToken() != null) {
                if (in.currentToken() == JsonToken.VALUE_STRING && in.getTextLength() > maxChars) {
                    json.writeString(shortened(in.getText(), maxChars));
                } else {
                    json.copyCurrentEvent(in);
                }
            }
        }
        return pack(batch, List.of(out.toByteArray()));
    }

    private static String shortened(String text, int maxChars) {
        int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return text.substring(0, end) + "…[cut: " + text.length() + " characters]";
    }

    private Batch pack(Batch whole, List<byte[]> rows) {
        try (var part = new OpenBatch(whole.stream(), gzipLevel)) {
            for (byte[] row : rows) {
                part.add(row, row.length, time(row, whole.oldestMillis()), 0);
            }
            return part.finish(whole.id(), requestIds.get());
        }
    }

    private static long time(byte[] row, long otherwise) {
        int at = indexOf(row, TIME_FIELD);
        int start = at + TIME_FIELD.length;
        int end = at < 0 ? -1 : start;
        while (end >= 0 && end < row.length && row[end] != '"') {
            end++;
        }
        if (end < 0) {
            return otherwise;
        }
        try {
            return Instant.parse(new String(row, start, end - start, StandardCharsets.US_ASCII))
                    .toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return otherwise;
        }
    }

    private static int indexOf(byte[] row, byte[] part) {
        for (int i = 0; i <= row.length - part.length; i++) {
            if (Arrays.equals(row, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    /** Most processes never need a parser: not loaded with the class, which the thread that configures logging waits for. */
    private static final class Json {
        private static final JsonFactory FACTORY = new JsonFactory();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record TimedRow(long millis, byte[] row) {}
}
