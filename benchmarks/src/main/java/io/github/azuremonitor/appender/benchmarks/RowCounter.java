package io.github.azuremonitor.appender.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Counts the objects of a JSON array by the depth of its braces, whatever separates them. */
final class RowCounter {
    private long rows;
    private long bytes;
    private int depth;
    private boolean inString;
    private boolean escaped;

    private RowCounter() {}

    /** Counts the rows of a body; fails if it ends inside one. */
    static Count count(byte[] body, boolean gzip) throws IOException {
        RowCounter counter = new RowCounter();
        InputStream plain = new ByteArrayInputStream(body);
        try (InputStream in = gzip ? new GZIPInputStream(plain, 64 * 1024) : plain) {
            byte[] buffer = new byte[64 * 1024];
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                counter.scan(buffer, length);
            }
        }
        if (counter.depth != 0 || counter.inString) {
            throw new IOException("the body ends inside a row");
        }
        return new Count(counter.rows, counter.bytes);
    }

    private void scan(byte[] buffer, int length) {
        bytes += length;
        for (int i = 0; i < length; i++) {
            byte b = buffer[i];
            if (inString) {
                scanString(b);
            } else if (b == '"') {
                inString = true;
            } else if (b == '{') {
                depth++;
            } else if (b == '}' && --depth == 0) {
                rows++;
            }
        }
    }

    private void scanString(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inString = false;
        }
    }

    /** The rows of a body and its bytes before compression. */
    record Count(long rows, long bytes) {}
}
