package io.github.azuremonitor.appender.reliability;

/** A seed for a test that leaves something to chance: a new one each time, or the one on the command line. */
final class Seeds {
    private Seeds() {}

    static long of(String property) {
        long seed = Long.getLong(property, System.nanoTime() % 1_000_000);
        System.out.println("-D" + property + "=" + seed);
        return seed;
    }
}
