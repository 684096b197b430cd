package io.github.azuremonitor.appender.emulator.rows;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;

/** A bar for each step of time, in parts by level, as SVG; colours are the page's, by the class of a part. */
final class ArrivalsPicture {
    private static final int MOST_BARS = 120;
    private static final int WIDTH = 720;
    private static final int HEIGHT = 72;

    private ArrivalsPicture() {}

    static String of(NavigableMap<Long, Map<String, Integer>> arrivals) {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 "
                + WIDTH + " " + HEIGHT + "\" preserveAspectRatio=\"none\">");
        if (!arrivals.isEmpty()) {
            long last = arrivals.lastKey();
            long step = Math.max(1, (last - arrivals.firstKey()) / Arrivals.STEP_SECONDS / MOST_BARS + 1)
                    * Arrivals.STEP_SECONDS;
            long first = last - (MOST_BARS - 1) * step;
            Map<Long, Map<String, Long>> bars = bars(arrivals, first, step);
            long most =
                    bars.values().stream().mapToLong(ArrivalsPicture::sum).max().orElse(1);
            svg.append("<title>Rows by time of arrival, %s to %s, at most %d in %d s</title>"
                    .formatted(Instant.ofEpochSecond(arrivals.firstKey()), Instant.ofEpochSecond(last), most, step));
            bars.forEach((place, parts) -> bar(svg, place, step, parts, most));
        } else {
            svg.append("<title>No rows yet</title>");
        }
        return svg.append("</svg>").toString();
    }

    private static Map<Long, Map<String, Long>> bars(
            NavigableMap<Long, Map<String, Integer>> arrivals, long first, long step) {
        Map<Long, Map<String, Long>> bars = new LinkedHashMap<>();
        arrivals.tailMap(first, true).forEach((second, levels) -> {
            Map<String, Long> bar = bars.computeIfAbsent((second - first) / step, place -> new LinkedHashMap<>());
            levels.forEach((level, rows) -> bar.merge(Level.family(level), (long) rows, Long::sum));
        });
        return bars;
    }

    private static long sum(Map<String, Long> bar) {
        return bar.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void bar(StringBuilder svg, long place, long step, Map<String, Long> parts, long most) {
        double width = (double) WIDTH / MOST_BARS;
        double bottom = HEIGHT;
        svg.append("<g><title>%d rows in %d s</title>".formatted(sum(parts), step));
        for (String kind : Level.FAMILIES) { // from the bottom up
            long rows = parts.getOrDefault(kind, 0L);
            if (rows > 0) {
                double height = Math.max(1, rows * (double) HEIGHT / most);
                bottom -= height;
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                        kind,
                        place * width,
                        Math.max(0, bottom),
                        width - 1,
                        height));
            }
        }
        svg.append("</g>");
    }
}
