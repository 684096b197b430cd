package io.github.azuremonitor.appender.examples.quickstart;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text of any size line by line. A line that is longer than {@link #MAX_CHARS} comes in parts, so that not even a
 * file of one line needs much memory. Not thread-safe.
 */
final class LineReader implements Closeable {
    /** Longest line that comes in one part. */
    static final int MAX_CHARS = 16_000;

    private final Reader in;
    private final char[] chars = new char[4 * MAX_CHARS];
    private int from;
    private int to;
    private boolean ended;

    LineReader(Reader in) {
        this.in = in;
    }

    /** The next line without its end, or null after the last one. */
    @Nullable String next() throws IOException {
        int scanned = from;
        while (true) {
            int limit = Math.min(to, from + MAX_CHARS + 2);
            for (int i = scanned; i < limit; i++) {
                if (chars[i] == '\n') {
                    return take(i > from && chars[i - 1] == '\r' ? i - 1 : i, i + 1);
                }
            }
            if (limit < to) {
                int cut = from + MAX_CHARS;
                return Character.isHighSurrogate(chars[cut - 1]) ? take(cut - 1, cut - 1) : take(cut, cut);
            }
            if (ended) {
                return from == to ? null : take(to, to);
            }
            scanned = limit - from;
            fill();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private String take(int end, int next) {
        String line = new String(chars, from, end - from);
        from = next;
        return line;
    }

    private void fill() throws IOException {
        System.arraycopy(chars, from, chars, 0, to - from);
        to -= from;
        from = 0;
        int read = in.read(chars, to, chars.length - to);
        ended = read < 0;
        to += Math.max(0, read);
    }
}
