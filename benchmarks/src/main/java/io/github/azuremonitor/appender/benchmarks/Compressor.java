package io.github.azuremonitor.appender.benchmarks;

import java.util.Locale;

/** What packing a row takes with one setting of {@code gzipLevel}: bytes of the body and nanoseconds of CPU, for each row. */
record Compressor(int gzipLevel, double bytes, double nanos) {
    static Compressor parse(String line) {
        String[] words = line.split(" ", -1);
        return new Compressor(Integer.parseInt(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    String name() {
        return gzipLevel == 0 ? "gzipLevel 0, own encoder" : "gzipLevel " + gzipLevel + ", zlib";
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d %.3f %.1f", gzipLevel, bytes, nanos);
    }
}
