package io.github.azuremonitor.appender.reliability;

import java.util.Base64;
import java.util.Random;

/** Texts of one length that gzip can hardly make smaller, so that a batch's bytes count as what they are. */
final class Noise {
    private static final int CHARACTERS = 1 << 20;

    private final String noise;
    private final int length;

    Noise(int length) {
        this.length = length;
        byte[] bytes = new byte[length == 0 ? 0 : CHARACTERS * 3 / 4];
        new Random(1).nextBytes(bytes);
        this.noise = Base64.getEncoder().encodeToString(bytes);
    }

    /** Another place in the noise for each number; gzip looks back 32 KB only. */
    String text(long number) {
        int places = noise.length() - length;
        int start = places <= 0 ? 0 : (int) (number * length % places);
        return noise.substring(start, start + length);
    }
}
