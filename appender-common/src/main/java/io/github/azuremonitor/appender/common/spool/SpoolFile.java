package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The format of a waiting batch on disk; numbers are big-endian. The header has a checksum of its own, so that a start
 * reads headers only; it covers the body's.
 *
 * <pre>
 * offset   bytes  content
 *      0       4  magic, "AZML"
 *      4       2  version, 1
 *      6       2  length of the header, H = 50 + S
 *      8       4  number of rows, 1 or more
 *     12       4  bytes of the JSON array before gzip
 *     16       4  length of the body
 *     20       4  CRC32C of the body
 *     24       8  earliest TimeGenerated, milliseconds since 1970
 *     32       8  latest TimeGenerated, milliseconds since 1970
 *     40       4  0, reserved
 *     44       2  length of the stream's name, S
 *     46       S  name of the stream, UTF-8
 *   46+S       4  CRC32C of all bytes above
 *      H          body: gzip of the JSON array, as it is posted
 * </pre>
 *
 * @param length of the header in bytes
 */
record SpoolFile(int length, BatchInfo batch, int bodyBytes, int bodyChecksum) {
    /** Largest size of a header. */
    static final int MAX_HEADER = 50 + 1024;

    /** Largest size of a body; Azure accepts half of this. */
    static final int MAX_BODY = 2 << 20;

    private static final int MAGIC = 0x415A4D4C;
    private static final short VERSION = 1;
    private static final int FIXED = 50;
    private static final int MAX_STREAM = MAX_HEADER - FIXED;

    /** Largest size of a file. */
    static int maxFile() {
        return MAX_HEADER + MAX_BODY;
    }

    /** The bytes before the batch's body. */
    static byte[] header(Batch batch) throws IOException {
        byte[] stream = batch.stream().getBytes(StandardCharsets.UTF_8);
        if (stream.length > MAX_STREAM || batch.body().length > MAX_BODY || batch.rawBytes() > MAX_BODY) {
            throw new IOException(batch + " does not fit into a spool file");
        }
        var header = ByteBuffer.allocate(FIXED + stream.length)
                .putInt(MAGIC)
                .putShort(VERSION)
                .putShort((short) (FIXED + stream.length))
                .putInt(batch.rows())
                .putInt(batch.rawBytes())
                .putInt(batch.body().length)
                .putInt(Checksum.of(batch.body(), 0, batch.body().length))
                .putLong(batch.oldestMillis())
                .putLong(batch.newestMillis())
                .putInt(0)
                .putShort((short) stream.length)
                .put(stream);
        return header.putInt(Checksum.of(header.array(), 0, header.position())).array();
    }

    /**
     * Reads a header.
     *
     * @param start the file's first bytes, at least {@value #MAX_HEADER} if it has as many
     * @param fileBytes size of the whole file
     */
    static SpoolFile read(byte[] start, long fileBytes) throws DamagedFileException {
        check(start.length >= FIXED, "too short");
        var in = ByteBuffer.wrap(start);
        check(in.getInt() == MAGIC, "not a spool file");
        check(in.getShort() == VERSION, "of another version");
        int length = in.getShort();
        check(length >= FIXED && length <= MAX_HEADER && length <= start.length, "length of the header");
        check(in.getInt(length - 4) == Checksum.of(start, 0, length - 4), "checksum of the header");
        int rows = in.getInt();
        int rawBytes = in.getInt();
        int bodyBytes = in.getInt();
        int bodyChecksum = in.getInt();
        check(rawBytes > 1 && rawBytes <= MAX_BODY, "number of bytes");
        // No row is shorter than {}, and two bytes come between rows and around them.
        check(rows > 0 && rows <= rawBytes / 4, "number of rows");
        check(bodyBytes > 0 && bodyBytes <= MAX_BODY, "length of the body");
        check(fileBytes == (long) length + bodyBytes, "length of the file");
        String stream = new String(start, FIXED - 4, length - FIXED, StandardCharsets.UTF_8);
        var batch = new BatchInfo(stream, rows, rawBytes, in.getLong(), in.getLong());
        return new SpoolFile(length, batch, bodyBytes, bodyChecksum);
    }

    String stream() {
        return batch.stream();
    }

    int rows() {
        return batch.rows();
    }

    long oldestMillis() {
        return batch.oldestMillis();
    }

    long newestMillis() {
        return batch.newestMillis();
    }

    /** The body within the whole file's bytes. */
    byte[] body(byte[] whole) throws DamagedFileException {
        check(whole.length == length + bodyBytes, "length of the file");
        check(Checksum.of(whole, length, bodyBytes) == bodyChecksum, "checksum of the body");
        return Arrays.copyOfRange(whole, length, whole.length);
    }

    private static void check(boolean right, String what) throws DamagedFileException {
        if (!right) {
            throw new DamagedFileException(what);
        }
    }
}
