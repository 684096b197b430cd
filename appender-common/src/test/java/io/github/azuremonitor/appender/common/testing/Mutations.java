package io.github.azuremonitor.appender.common.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Sound bytes made unsound, as disks, networks and people do. */
public final class Mutations {
    private static final int[] EDGES = {
        0, 1, -1, 2, 255, 65_535, 1 << 20, (2 << 20) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 8
    };

    private Mutations() {}

    /** A number that breaks careless arithmetic. */
    public static int edge(Random random) {
        return random.nextInt(4) == 0 ? random.nextInt() : EDGES[random.nextInt(EDGES.length)];
    }

    public static byte[] noise(int most, Random random) {
        byte[] noise = new byte[random.nextInt(most + 1)];
        random.nextBytes(noise);
        return noise;
    }

    /** Damages {@code sound} in one to three ways. */
    public static byte[] of(byte[] sound, Random random) {
        byte[] bytes = sound;
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] sound, Random random) {
        if (sound.length == 0) {
            return noise(100, random);
        }
        byte[] bytes = sound.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes = Arrays.copyOf(bytes, at);
            case 2 -> bytes = spliced(bytes, bytes.length, noise(100, random), 0);
            case 3 -> bytes = spliced(bytes, at, bytes, random.nextInt(bytes.length));
            case 4 -> Arrays.fill(bytes, at, bytes.length, (byte) 0);
            case 5 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(9)), (byte) random.nextInt());
            default -> bytes = spliced(bytes, at, spliced(noise(20, random), 0, bytes, at), 0);
        }
        return bytes;
    }

    /** The beginning of one and the end of another. */
    public static byte[] spliced(byte[] head, int end, byte[] tail, int start) {
        var spliced = new ByteArrayOutputStream();
        spliced.write(head, 0, end);
        spliced.write(tail, start, tail.length - start);
        return spliced.toByteArray();
    }
}
