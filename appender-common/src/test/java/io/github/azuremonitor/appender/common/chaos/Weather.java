package io.github.azuremonitor.appender.common.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What goes wrong and when, drawn from a seed: on each track one episode follows the other with a calm between them.
 *
 * @param <K> the kinds of trouble
 */
final class Weather<K extends Enum<K>> {
    private final List<Episode<K>> episodes;

    private Weather(List<Episode<K>> episodes) {
        this.episodes = List.copyOf(episodes);
    }

    /**
     * @param from milliseconds, inclusive
     * @param to milliseconds, exclusive
     * @param strength share of the calls that it befalls
     * @param whim 0 to 1, for whatever else is to be drawn once per episode
     */
    record Episode<K>(K kind, long from, long to, double strength, double whim) {
        @Override
        public String toString() {
            return kind + " " + from / 1000 + "-" + to / 1000 + " s";
        }
    }

    /** Episodes until {@code end}, on so many tracks. */
    static <K extends Enum<K>> Weather<K> drawn(Random random, List<K> kinds, int tracks, long end) {
        var episodes = new ArrayList<Episode<K>>();
        for (int track = 0; track < tracks; track++) {
            long at = millis(random, 60_000);
            while (at < end) {
                K kind = kinds.get(random.nextInt(kinds.size()));
                long length = 5_000 + millis(random, random.nextInt(4) == 0 ? 600_000 : 120_000);
                double strength = random.nextBoolean() ? 1 : 0.2 + 0.8 * random.nextDouble();
                episodes.add(new Episode<>(kind, at, Math.min(end, at + length), strength, random.nextDouble()));
                at += length + millis(random, 90_000);
            }
        }
        return new Weather<>(episodes);
    }

    private static long millis(Random random, int most) {
        return random.nextInt(most);
    }

    /** Episodes at that time in the order of their kinds. */
    List<Episode<K>> at(long millis) {
        return episodes.stream()
                .filter(episode -> episode.from <= millis && millis < episode.to)
                .sorted(Comparator.comparing(Episode::kind))
                .toList();
    }

    @Override
    public String toString() {
        return episodes.stream().map(Episode::toString).collect(Collectors.joining(", "));
    }
}
