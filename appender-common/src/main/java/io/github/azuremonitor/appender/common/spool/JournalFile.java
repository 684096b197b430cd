package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.BatchInfo;
import io.github.azuremonitor.appender.common.batch.Batcher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The format of a journal page, which has the rows of an open batch; numbers are big-endian. Each row has its own
 * frame, so that a truncated file loses only what comes after the cut.
 *
 * <pre>
 * offset   bytes  content
 *      0       4  magic, "AZMJ"
 *      4       2  version, 1
 *      6       2  length of the header, H = 12 + S
 *      8       S  name of the stream, UTF-8
 *    8+S       4  CRC32C of all bytes above
 *      H          frames, one for each row:
 *              4  length of the row, L
 *              4  CRC32C of the 8 + L bytes that follow
 *              8  TimeGenerated, milliseconds since 1970
 *              L  the row, JSON
 * </pre>
 *
 * @param content the header that a spool file of these rows would have; its length is that of the readable part
 * @param whole all bytes of the file
 * @param ends where each row ends, in order, because a start only counts the rows and copies none
 * @param millis their times
 * @param isDamaged whether the last row is followed by something other than a torn frame
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JournalFile(SpoolFile content, byte[] whole, int[] ends, long[] millis, boolean isDamaged) {
    private static final int MAGIC = 0x415A4D4A;
    private static final short VERSION = 1;
    private static final int FIXED = 12;
    private static final int FRAME = 16;
    private static final int SHORTEST_ROW = 2;
    private static final int MAX_HEADER = FIXED + 1024;

    /** Largest size of a file: the most rows that fit into a request, each with its frame. */
    static int maxFile() {
        return MAX_HEADER + Batcher.MAX_BYTES + Batcher.MAX_BYTES / (SHORTEST_ROW + 2) * FRAME;
    }

    /** The bytes before the rows. */
    static byte[] header(String stream) {
        byte[] name = stream.getBytes(StandardCharsets.UTF_8);
        var header = ByteBuffer.allocate(FIXED + name.length)
                .putInt(MAGIC)
                .putShort(VERSION)
                .putShort((short) (FIXED + name.length))
                .put(name);
        return header.putInt(Checksum.of(header.array(), 0, header.position())).array();
    }

    /** Bytes of a row with its frame. */
    static int framed(int length) {
        return FRAME + length;
    }

    /** Puts a row with its frame; {@link #framed} says how many bytes. */
    static void frame(byte[] row, int length, long epochMillis, byte[] target, int offset) {
        var out = ByteBuffer.wrap(target, offset, FRAME + length);
        out.putInt(length).putInt(0).putLong(epochMillis).put(row, 0, length);
        out.putInt(offset + 4, Checksum.of(target, offset + 8, 8 + length));
    }

    /** The header of a spool file with these rows. */
    static SpoolFile content(
            String stream, int rows, int rawBytes, int fileBytes, long oldestMillis, long newestMillis) {
        return new SpoolFile(fileBytes, new BatchInfo(stream, rows, rawBytes, oldestMillis, newestMillis), 0, 0);
    }

    /**
     * Reads all rows up to the first incomplete one.
     *
     * @param whole all bytes of the file
     * @throws DamagedFileException if not even the header can be read
     */
    static JournalFile read(byte[] whole) throws DamagedFileException {
        String stream = stream(whole);
        int at = FIXED + stream.getBytes(StandardCharsets.UTF_8).length;
        var ends = new int[16];
        var millis = new long[16];
        int rows = 0;
        int raw = 0;
        long oldest = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        var in = ByteBuffer.wrap(whole);
        while (isRow(in, whole, at) && raw + in.getInt(at) + 2 <= Batcher.MAX_BYTES) {
            int length = in.getInt(at);
            long time = in.getLong(at + 8);
            at += FRAME + length;
            if (rows == ends.length) {
                ends = Arrays.copyOf(ends, 2 * rows);
                millis = Arrays.copyOf(millis, 2 * rows);
            }
            ends[rows] = at;
            millis[rows] = time;
            rows++;
            raw += length + 2;
            oldest = Math.min(oldest, time);
            newest = Math.max(newest, time);
        }
        return new JournalFile(
                content(stream, rows, raw, at, oldest, newest), whole, ends, millis, !isTorn(in, at, whole.length));
    }

    /** A copy of the row with that number, from 0 on. */
    byte[] row(int number) {
        int frame = number == 0 ? FIXED + content.stream().getBytes(StandardCharsets.UTF_8).length : ends[number - 1];
        return Arrays.copyOfRange(whole, frame + FRAME, ends[number]);
    }

    /** Copies of all rows. */
    List<byte[]> rows() {
        return IntStream.range(0, content.rows()).mapToObj(this::row).toList();
    }

    private static String stream(byte[] whole) throws DamagedFileException {
        var in = ByteBuffer.wrap(whole);
        boolean known = whole.length > FIXED && in.getInt() == MAGIC && in.getShort() == VERSION;
        int length = known ? in.getShort() : 0;
        if (length < FIXED
                || length > MAX_HEADER
                || length > whole.length
                || in.getInt(length - 4) != Checksum.of(whole, 0, length - 4)) {
            throw new DamagedFileException("the header of a journal");
        }
        return new String(whole, FIXED - 4, length - FIXED, StandardCharsets.UTF_8);
    }

    private static boolean isRow(ByteBuffer in, byte[] whole, int at) {
        int left = whole.length - at;
        int length = left < FRAME ? 0 : in.getInt(at);
        return length >= SHORTEST_ROW
                && length <= left - FRAME
                && in.getInt(at + 4) == Checksum.of(whole, at + 8, 8 + length);
    }

    /**
     * Whether the file ends here, or within the frame that begins here because the process was killed while writing.
     */
    private static boolean isTorn(ByteBuffer in, int at, int end) {
        int left = end - at;
        return left < FRAME || (in.getInt(at) >= SHORTEST_ROW && in.getInt(at) > left - FRAME);
    }
}
