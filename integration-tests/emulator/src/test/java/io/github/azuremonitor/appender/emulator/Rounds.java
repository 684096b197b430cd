package io.github.azuremonitor.appender.emulator;

import java.util.Random;

/**
 * Runs a check many times, each time with another chance: {@code -Dfuzz.rounds=N} for more than the usual number, {@code
 * -Dfuzz.seed=N} for the one round that a failure named.
 */
final class Rounds {
    private Rounds() {}

    /** One round; all its chance comes from {@code random}. */
    interface Round {
        void play(Random random) throws Exception;
    }

    /** Plays {@code usual} rounds with {@code -Dthorough=true}, a tenth of them without, or what a property asks for. */
    static void play(int usual, Round round) {
        Long only = Long.getLong("fuzz.seed");
        long first = only == null ? 1 : only;
        long last = only == null
                ? Integer.getInteger("fuzz.rounds", Boolean.getBoolean("thorough") ? usual : Math.max(1, usual / 10))
                : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                // Neighbouring seeds begin with nearly the same numbers unless they are spread.
                round.play(new Random(seed * 0x9E3779B97F4A7C15L));
            } catch (Exception | Error failure) {
                throw new AssertionError("again with -Dfuzz.seed=" + seed + ": " + failure.getMessage(), failure);
            }
        }
    }
}
