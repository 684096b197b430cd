package io.github.azuremonitor.appender.benchmarks;

import java.util.Arrays;

/**
 * What the sink has received since it was told to begin anew: events, each once; arrivals of events that had arrived before;
 * bytes unpacked; bytes as sent; the time of the last of them.
 */
record SinkTotals(long arrived, long twice, long rawBytes, long wireBytes, long lastMillis) {
    static final SinkTotals NONE = new SinkTotals(0, 0, 0, 0, 0);

    static SinkTotals ofText(String text) {
        long[] numbers = Arrays.stream(text.trim().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new SinkTotals(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    String toText() {
        return arrived + " " + twice + " " + rawBytes + " " + wireBytes + " " + lastMillis;
    }

    SinkTotals minus(SinkTotals before) {
        return new SinkTotals(
                arrived - before.arrived,
                twice - before.twice,
                rawBytes - before.rawBytes,
                wireBytes - before.wireBytes,
                lastMillis);
    }
}
