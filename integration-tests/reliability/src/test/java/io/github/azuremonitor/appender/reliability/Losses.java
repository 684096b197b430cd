package io.github.azuremonitor.appender.reliability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What kills have cost: log calls that had returned, less the events that ever arrived. */
final class Losses {
    /** Rounds that lost more are told one by one. */
    private static final long MANY = 100;

    private static final int[] BORDERS = {0, 10, 25, 100, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000};

    private final String title;
    private final List<Long> all = new ArrayList<>();

    /** Of rounds in which the flusher waited for a processor for less than half of the time. */
    private final List<Long> served = new ArrayList<>();

    private final Map<KilledProcessTest.Weather, List<Long>> byWeather = new EnumMap<>(KilledProcessTest.Weather.class);
    private final List<String> worstRounds = new ArrayList<>();
    private long logged;
    private long duplicates;

    Losses(String title, List<KilledProcessTest.Killed> killed, Arrivals arrivals) {
        this.title = title;
        for (KilledProcessTest.Killed one : killed) {
            long lost = arrivals.missing(one.tag(), one.logged());
            all.add(lost);
            if (one.flusher().waited().compareTo(one.after().dividedBy(2)) < 0) {
                served.add(lost);
            }
            byWeather
                    .computeIfAbsent(one.weather(), weather -> new ArrayList<>())
                    .add(lost);
            if (lost > MANY) {
                worstRounds.add("  %s, %s, lost %,d of %,d, killed after %,d ms: %s%n"
                        .formatted(
                                one.tag(),
                                one.weather(),
                                lost,
                                one.logged(),
                                one.after().toMillis(),
                                one.flusher()));
            }
            logged += one.logged();
            duplicates += arrivals.duplicates(one.tag());
        }
    }

    long median() {
        return median(all);
    }

    /** In how many rounds the flusher waited for a processor for less than half of the time, or that cannot be told. */
    int servedRounds() {
        return served.size();
    }

    /** The median of those rounds. */
    long servedMedian() {
        return median(served);
    }

    long worst() {
        return worst(all);
    }

    private static long median(Collection<Long> losses) {
        return losses.stream()
                .sorted()
                .skip((losses.size() - 1) / 2)
                .findFirst()
                .orElse(0L);
    }

    private static long worst(Collection<Long> losses) {
        return losses.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** A table for people. */
    @Override
    public String toString() {
        long lost = all.stream().mapToLong(Long::longValue).sum();
        var text = new StringBuilder(title).append('\n');
        text.append("logged %,d, lost %,d (%.2f %%), twice %,d; per round: median %,d, worst %,d%n"
                .formatted(logged, lost, 100.0 * lost / Math.max(1, logged), duplicates, median(), worst()));
        text.append("  with a processor for the flusher: %d rounds, median %,d%n"
                .formatted(servedRounds(), servedMedian()));
        byWeather.forEach((weather, losses) -> text.append("  %-12s %3d rounds: median %,d, worst %,d%n"
                .formatted(weather, losses.size(), median(losses), worst(losses))));
        long from = 0;
        for (long border : BORDERS) {
            long above = from;
            long rounds =
                    all.stream().filter(loss -> loss >= above && loss <= border).count();
            if (rounds > 0) {
                text.append("  lost %,6d to %,6d: %3d rounds %s%n"
                        .formatted(from, border, rounds, "#".repeat((int) rounds)));
            }
            from = border + 1;
        }
        worstRounds.forEach(text::append);
        return text.toString();
    }
}
