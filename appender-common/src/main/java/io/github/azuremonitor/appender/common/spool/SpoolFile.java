package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

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
record SpoolFile(
        int length,
        String stream,
        int rows,
        int rawBytes,
        int bodyBytes,
        int bodyChecksum,
        long oldestMillis,
        long newestMillis) {
    /** Most bytes that a header can have. */
    static final int MAX_HEADER = 50 + 1024;

    /** Most bytes of a body; Azure takes half of it. */
    static final int MAX_BODY = 2 << 20;

    private static final int MAGIC = 0x415A4D4C;
    private static final short VERSION = 1;
    private static final int FIXED = 50;
    private static final int MAX_STREAM = MAX_HEADER - FIXED;

    /** Most bytes of a file. */
    static int maxFile() {
        return MAX_HEADER + MAX_BODY;
    }

    /** What stands before the batch's body. */
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
                .putInt(checksum(batch.body(), 0, batch.body().length))
                .putLong(batch.oldestMillis())
                .putLong(batch.newestMillis())
                .putInt(0)
                .putShort((short) stream.length)
                .put(stream);
        return header.putInt(checksum(header.array(), 0, header.position())).array();
    }

    /**
     * Reads a header.
     *
     * @param start the file's first bytes, at least {@value #MAX_HEADER} if it has as many
     * @param fileBytes size of the whole file
     */
    static SpoolFile read(byte[] start, long fileBytes) throws DamagedFile {
        check(start.length >= FIXED, "too short");
        var in = ByteBuffer.wrap(start);
        check(in.getInt() == MAGIC, "not a spool file");
        check(in.getShort() == VERSION, "of another version");
        int length = in.getShort();
        check(length >= FIXED && length <= MAX_HEADER && length <= start.length, "length of the header");
        check(in.getInt(length - 4) == checksum(start, 0, length - 4), "checksum of the header");
        var file = new SpoolFile(
                length,
                new String(start, FIXED - 4, length - FIXED, StandardCharsets.UTF_8),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getLong(),
                in.getLong());
        check(file.rawBytes > 1 && file.rawBytes <= MAX_BODY, "number of bytes");
        // No row is shorter than {}, and two bytes stand between rows and around them.
        check(file.rows > 0 && file.rows <= file.rawBytes / 4, "number of rows");
        check(file.bodyBytes > 0 && file.bodyBytes <= MAX_BODY, "length of the body");
        check(fileBytes == (long) length + file.bodyBytes, "length of the file");
        return file;
    }

    /** The body out of the whole file's bytes. */
    byte[] body(byte[] whole) throws DamagedFile {
        check(whole.length == length + bodyBytes, "length of the file");
        check(checksum(whole, length, bodyBytes) == bodyChecksum, "checksum of the body");
        return Arrays.copyOfRange(whole, length, whole.length);
    }

    private static void check(boolean right, String what) throws DamagedFile {
        if (!right) {
            throw new DamagedFile(what);
        }
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }
}
