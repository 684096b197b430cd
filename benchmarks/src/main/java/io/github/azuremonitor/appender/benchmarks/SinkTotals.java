package io.github.azuremonitor.appender.benchmarks;

import java.util.Arrays;

/** What the sink has got: posts, rows, bytes of the rows, bytes of the bodies, and when the last body had come. */
record SinkTotals(long posts, long rows, long rawBytes, long wireBytes, long lastMillis) {
    static final SinkTotals NONE = new SinkTotals(0, 0, 0, 0, 0);

    static SinkTotals ofText(String text) {
        long[] numbers = Arrays.stream(text.trim().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new SinkTotals(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    String toText() {
        return posts + " " + rows + " " + rawBytes + " " + wireBytes + " " + lastMillis;
    }

    SinkTotals plusPost(long bytes, long nowMillis) {
        return new SinkTotals(posts + 1, rows, rawBytes, wireBytes + bytes, nowMillis);
    }

    SinkTotals plusRows(RowCounter.Count count) {
        return new SinkTotals(posts, rows + count.rows(), rawBytes + count.bytes(), wireBytes, lastMillis);
    }
}
