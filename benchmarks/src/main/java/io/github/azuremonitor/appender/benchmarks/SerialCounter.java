package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Finds the {@linkplain Serial numbers of events} in whatever format surrounds them. */
final class SerialCounter {
    private static final byte[] MARK = Serial.MARK.getBytes(StandardCharsets.US_ASCII);

    private final BitSet[] seen = new BitSet[100];
    private long arrived;
    private long twice;
    private long bytes;

    /** Events that have arrived, each once. */
    long arrived() {
        return arrived;
    }

    /** Arrivals of events that had arrived before. */
    long twice() {
        return twice;
    }

    /** Bytes that were looked at, unpacked. */
    long bytes() {
        return bytes;
    }

    /** Looks at one body. */
    void count(byte[] body, Packing packing) throws IOException {
        Place place = new Place();
        try (InputStream in = packing.unpack(body)) {
            byte[] buffer = new byte[64 * 1024];
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                count(buffer, length, place);
            }
        }
    }

    /** Looks at the next bytes of a stream; its place is kept from one piece to the next. */
    void count(byte[] buffer, int length, Place place) {
        bytes += length;
        for (int i = 0; i < length; i++) {
            byte b = buffer[i];
            if (place.matched < MARK.length) {
                // The first letter occurs once in the mark: no other beginning is hidden in what matched so far.
                place.matched = b == MARK[place.matched] ? place.matched + 1 : b == MARK[0] ? 1 : 0;
            } else if (b < '0' || b > '9') {
                place.clear();
            } else {
                place.number = place.number * 10 + b - '0';
                if (++place.digits == Serial.DIGITS) {
                    see(place.number);
                    place.clear();
                }
            }
        }
    }

    private void see(long number) {
        int thread = (int) (number / Serial.OF_ONE_THREAD);
        int event = (int) (number % Serial.OF_ONE_THREAD);
        BitSet ofThread = seen[thread];
        if (ofThread == null) {
            ofThread = new BitSet();
            seen[thread] = ofThread;
        }
        if (ofThread.get(event)) {
            twice++;
        } else {
            ofThread.set(event);
            arrived++;
        }
    }

    /** How much of a mark and its number has been read. */
    static final class Place {
        private int matched;
        private int digits;
        private long number;

        private void clear() {
            matched = 0;
            digits = 0;
            number = 0;
        }
    }
}
