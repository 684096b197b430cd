package io.github.azuremonitor.appender.emulator.kql;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The hash of 64 bits behind {@code hash()}: xxHash64 with seed 0, which gives what Microsoft's page shows. */
final class XxHash {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    /** Their sum, modulo 2^64. */
    private static final long P1_AND_P2 = 0x60EA27EEADC0B5D6L;

    private XxHash() {}

    static long of(byte[] bytes) {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long hash = bytes.length >= 32 ? stripes(data) : P5;
        hash += bytes.length;
        while (data.remaining() >= 8) {
            hash = Long.rotateLeft(hash ^ round(0, data.getLong()), 27) * P1 + P4;
        }
        if (data.remaining() >= 4) {
            hash = Long.rotateLeft(hash ^ (data.getInt() & 0xFFFFFFFFL) * P1, 23) * P2 + P3;
        }
        while (data.hasRemaining()) {
            hash = Long.rotateLeft(hash ^ (data.get() & 0xFF) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }

    private static long stripes(ByteBuffer data) {
        long[] lanes = {P1_AND_P2, P2, 0, -P1};
        while (data.remaining() >= 32) {
            for (int i = 0; i < lanes.length; i++) {
                lanes[i] = round(lanes[i], data.getLong());
            }
        }
        long hash = Long.rotateLeft(lanes[0], 1)
                + Long.rotateLeft(lanes[1], 7)
                + Long.rotateLeft(lanes[2], 12)
                + Long.rotateLeft(lanes[3], 18);
        for (long lane : lanes) {
            hash = (hash ^ round(0, lane)) * P1 + P4;
        }
        return hash;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }
}
