package io.github.azuremonitor.appender.common.routing;

import java.nio.charset.StandardCharsets;

/**
 * Which traces a sample keeps: those whose CRC-32 (as in zlib) of the trace id's UTF-8 bytes, divided by 2^32, is below the
 * share. So every process that follows the same rule keeps the same traces, in whatever language, and a larger share
 * keeps those of a smaller one. Pure; makes no garbage for ids of ASCII.
 */
final class TraceSample {
    private static final int POLYNOMIAL = 0xEDB88320;
    private static final double ALL = 0x1p32;

    private TraceSample() {}

    static boolean keeps(String traceId, double share) {
        return (crc32(traceId) & 0xFFFFFFFFL) < share * ALL;
    }

    static int crc32(String text) {
        int crc = -1;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next >= 0x80) {
                return crc32(text.getBytes(StandardCharsets.UTF_8));
            }
            crc = step(crc, next);
        }
        return ~crc;
    }

    private static int crc32(byte[] bytes) {
        int crc = -1;
        for (byte next : bytes) {
            crc = step(crc, next & 0xFF);
        }
        return ~crc;
    }

    // Without a table: a few hundred cycles for an id, and no line of memory at each log call.
    private static int step(int crc, int next) {
        int rest = crc ^ next;
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            rest = (rest >>> 1) ^ (POLYNOMIAL & -(rest & 1));
        }
        return rest;
    }
}
