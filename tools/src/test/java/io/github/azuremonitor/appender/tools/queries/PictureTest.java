package io.github.azuremonitor.appender.tools.queries;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.tools.Configs;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws what a query of docs/queries.md gives on rows that the appender shipped to the emulator: the picture of the page is
 * the same. {@code -Dpicture.write=FILE} keeps a new one.
 */
class PictureTest {
    private static final Path PICTURE = Path.of("../docs/images/errors-by-hour.svg");
    private static final String SENTENCE = "Errors of each hour, as a line for each application:";
    private static final Map<String, Color> COLORS = Map.of("shop", new Color(0xc0392b), "pay", new Color(0x2c6fbb));

    /** Errors of an hour, the oldest first; a release at three in the afternoon, so to speak. */
    private static final Map<String, List<Integer>> DAY = new TreeMap<>(Map.of(
            "shop", List.of(2, 1, 3, 2, 1, 2, 4, 3, 2, 1, 2, 3, 9, 14, 11, 4, 2, 1, 3, 2, 1, 2),
            "pay", List.of(1, 1, 2, 1, 1, 1, 2, 1, 1, 2, 1, 1, 2, 5, 6, 2, 1, 1, 1, 2, 1, 1)));

    @TempDir
    private Path directory;

    @Test
    void thePictureShowsWhatTheQueryGivesOnRowsThatTheAppenderShipped() throws IOException, InterruptedException {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        List<ObjectNode> answer;
        try (var azure = LogsEmulator.builder().requireToken(false).start()) {
            for (Map.Entry<String, List<Integer>> application : DAY.entrySet()) {
                ship(azure, application.getKey(), application.getValue(), hour);
            }
            int errors = DAY.values().stream()
                    .flatMap(List::stream)
                    .mapToInt(count -> count)
                    .sum();
            int hours = DAY.values().stream().mapToInt(List::size).sum();
            azure.awaitRows(Configs.STREAM, errors + hours, Duration.ofMinutes(1));
            answer = azure.query(query());
        }
        String drawn = drawn(answer, hour);
        String file = System.getProperty("picture.write");
        if (file != null) {
            Files.writeString(Path.of(file), drawn);
        }
        assertThat(drawn)
                .as("the page's picture; -Dpicture.write=FILE keeps this one")
                .isEqualTo(Files.readString(PICTURE));
        assertThat(Workspace.page()).contains("(images/" + PICTURE.getFileName() + ")");
    }

    private static String query() throws IOException {
        String after = Workspace.page().split(Pattern.quote(SENTENCE), 2)[1];
        return after.split("```kusto\n", 2)[1].split("```", 2)[0];
    }

    private void ship(LogsEmulator azure, String name, List<Integer> errors, Instant hour) {
        var context = new LoggerContext();
        var joran = new JoranConfigurator();
        joran.setContext(context);
        try {
            joran.doConfigure(Configs.logback(directory, azure, "appName", name).toFile());
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        for (int at = 0; at < errors.size(); at++) {
            Instant within = hour.minus(errors.size() - at, ChronoUnit.HOURS).plus(20, ChronoUnit.MINUTES);
            log(context, Level.INFO, within);
            for (int error = 0; error < errors.get(at); error++) {
                log(context, Level.ERROR, within.plusSeconds(error));
            }
        }
        context.stop();
    }

    private static void log(LoggerContext context, Level level, Instant at) {
        var logger = context.getLogger("com.example.Orders");
        var event = new LoggingEvent("", logger, level, "order {}", null, new Object[] {7});
        event.setInstant(at);
        logger.callAppenders(event);
    }

    private static String drawn(List<ObjectNode> answer, Instant hour) throws IOException {
        System.setProperty("java.awt.headless", "true");
        SortedMap<String, SortedMap<Integer, Integer>> lines = new TreeMap<>();
        for (ObjectNode row : answer) {
            Instant at = Instant.parse(row.path("TimeGenerated").asText());
            lines.computeIfAbsent(row.path("AppName").asText(), name -> new TreeMap<>())
                    .put(
                            (int) ChronoUnit.HOURS.between(hour, at),
                            row.path("errors").asInt());
        }
        XYChart chart = new XYChartBuilder().width(800).height(320).build();
        // Words are written as text, below: the library draws their outlines, which are long and differ by machine.
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setChartTitleVisible(false);
        chart.getStyler().setXAxisTicksVisible(false);
        chart.getStyler().setYAxisTicksVisible(false);
        chart.getStyler().setChartPadding(36);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1)); // dashes would be hundreds of outlines
        chart.getStyler().setYAxisMin(0.0);
        lines.forEach((name, counts) -> {
            var line = chart.addSeries(name, new ArrayList<>(counts.keySet()), new ArrayList<>(counts.values()));
            line.setMarker(SeriesMarkers.NONE);
            line.setLineColor(COLORS.get(name));
        });
        var svg = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, svg, VectorGraphicsFormat.SVG);
        var words = new StringBuilder("  <g font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">\n");
        word(words, 400, 20, "Errors of each hour, by application");
        for (int at = -22; at <= -2; at += 5) {
            word(words, chart.getScreenXFromChart(at), 306, at + " h");
        }
        for (int errors = 0; errors <= 12; errors += 4) {
            word(words, 22, chart.getScreenYFromChart(errors) + 4, String.valueOf(errors));
        }
        lines.forEach((name, counts) -> {
            int highest = counts.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            word(
                    words,
                    chart.getScreenXFromChart(highest) + 24,
                    chart.getScreenYFromChart(counts.get(highest)) + 4,
                    name);
        });
        return svg.toString(StandardCharsets.UTF_8)
                .replaceAll("clip-?\\d+", "plot")
                // More decimals are written differently by newer JDKs.
                .replaceAll("(\\d+\\.\\d)\\d+", "$1")
                .replace("</svg>", words.append("  </g>\n</svg>"));
    }

    private static void word(StringBuilder into, double x, double y, String word) {
        into.append("    <text text-anchor=\"middle\" x=\"%d\" y=\"%d\">%s</text>\n"
                .formatted(Math.round(x), Math.round(y), word));
    }
}
