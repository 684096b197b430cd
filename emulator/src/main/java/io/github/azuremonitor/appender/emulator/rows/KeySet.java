package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Counts different keys in 16 to 32 bytes each, so that a million rows can be checked for duplicates. Whole numbers are
 * exact; texts are told apart by 64 bits of hash (a million different texts collide with a chance of about 1 in 40
 * million). Not thread-safe.
 */
final class KeySet {
    private long[] slots = new long[1 << 10]; // 0 is a free slot
    private boolean holdsZero;
    private int size;
    private long duplicates;

    /** A key's 64 bits. */
    static long bits(JsonNode key) {
        return key.isIntegralNumber() && key.canConvertToLong() ? key.longValue() : hash(key.asText());
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    void add(long key) {
        if (key == 0) {
            if (holdsZero) {
                duplicates++;
            } else {
                holdsZero = true;
                size++;
            }
        } else if (insert(slots, key)) {
            size++;
            if (size * 2 > slots.length) {
                grow();
            }
        } else {
            duplicates++;
        }
    }

    int size() {
        return size;
    }

    long duplicates() {
        return duplicates;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long key : slots) {
            if (key != 0) {
                insert(larger, key);
            }
        }
        slots = larger;
    }

    /** Whether the key is new. */
    private static boolean insert(long[] slots, long key) {
        int mask = slots.length - 1;
        long mixed = key * 0x9E3779B97F4A7C15L;
        int i = (int) (mixed >>> 32) & mask;
        while (slots[i] != 0) {
            if (slots[i] == key) {
                return false;
            }
            i = (i + 1) & mask;
        }
        slots[i] = key;
        return true;
    }
}
