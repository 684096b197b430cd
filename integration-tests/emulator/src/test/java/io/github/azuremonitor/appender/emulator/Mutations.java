package io.github.azuremonitor.appender.emulator;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Sound bytes made unsound, as networks and careless clients do. */
final class Mutations {
    private static final String SPECIAL = "%:/?#&=+,\"'\r\n \t\0;{}[]";

    private Mutations() {}

    static byte[] noise(int most, Random random) {
        byte[] noise = new byte[random.nextInt(most + 1)];
        random.nextBytes(noise);
        return noise;
    }

    /** Damages {@code sound} in one to three ways. */
    static byte[] of(byte[] sound, Random random) {
        byte[] bytes = sound;
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] sound, Random random) {
        if (sound.length == 0) {
            return noise(20, random);
        }
        int at = random.nextInt(sound.length);
        byte[] bytes = sound.clone();
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes = Arrays.copyOf(bytes, at);
            case 2 -> bytes = joined(bytes, bytes.length, noise(20, random), 0);
            case 3 -> bytes = joined(bytes, at, bytes, random.nextInt(bytes.length));
            case 4 -> bytes[at] = (byte) SPECIAL.charAt(random.nextInt(SPECIAL.length()));
            default -> bytes = joined(joined(bytes, at, noise(8, random), 0), at, bytes, at);
        }
        return bytes;
    }

    /** The beginning of one and the end of another. */
    static byte[] joined(byte[] head, int end, byte[] tail, int start) {
        var joined = new ByteArrayOutputStream();
        joined.write(head, 0, end);
        joined.write(tail, start, tail.length - start);
        return joined.toByteArray();
    }
}
