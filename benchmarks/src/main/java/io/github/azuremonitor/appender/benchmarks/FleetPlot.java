package io.github.azuremonitor.appender.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Draws what the simulation of a fleet has printed, which comes on standard input: requests a minute, and what waits. */
public final class FleetPlot {
    private static final Pattern FLEET = Pattern.compile(".*Fleet\\[instances=(\\d+),.*");
    private static final Pattern MINUTE = Pattern.compile(
            ".*\\| (\\d+) \\| (?<taken>\\d+) \\| (?<refused>\\d+) \\| \\d+ \\| [\\d.]+ \\| (?<waiting>\\d+) \\|.*");

    /** A logarithmic axis has no zero; less is drawn as this. */
    private static final long LEAST = 1_000;

    private FleetPlot() {}

    /** Argument: the directory that takes the files. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        XYChart requests = chart("Requests a minute to one rule", "requests a minute, taken and refused");
        XYChart waiting = chart("Rows that wait at the end of a minute", "rows");
        for (Map.Entry<String, List<Minute>> fleet : read().entrySet()) {
            List<Integer> minutes =
                    fleet.getValue().stream().map(Minute::number).toList();
            add(
                    requests,
                    fleet.getKey(),
                    minutes,
                    fleet.getValue().stream().map(Minute::requests).toList());
            add(
                    waiting,
                    fleet.getKey(),
                    minutes,
                    fleet.getValue().stream().map(Minute::waiting).toList());
        }
        write(requests, directory.resolve("fleet-requests.svg"));
        write(waiting, directory.resolve("fleet-waiting.svg"));
    }

    private static Map<String, List<Minute>> read() throws IOException {
        Map<String, List<Minute>> fleets = new LinkedHashMap<>();
        List<Minute> minutes = new ArrayList<>();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Matcher fleet = FLEET.matcher(line);
            Matcher minute = MINUTE.matcher(line);
            if (fleet.matches()) {
                minutes = new ArrayList<>();
                fleets.put(fleet.group(1) + " instances", minutes);
            } else if (minute.matches()) {
                minutes.add(new Minute(
                        Integer.parseInt(minute.group(1)) + 1,
                        Long.parseLong(minute.group("taken")) + Long.parseLong(minute.group("refused")),
                        Long.parseLong(minute.group("waiting"))));
            }
        }
        if (fleets.isEmpty()) {
            throw new IOException(
                    "no fleet on standard input: pipe what FleetUnderQuotaTest prints with -Dchaos.rounds=1");
        }
        return fleets;
    }

    private static XYChart chart(String title, String y) {
        XYChart chart = new XYChartBuilder()
                .width(800)
                .height(420)
                .title(title)
                .xAxisTitle("minute; events end after the fifth")
                .yAxisTitle(y)
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin((double) LEAST);
        // Hundreds of them, and each a path of its own in the file.
        chart.getStyler().setPlotGridLinesVisible(false);
        chart.getStyler().setAxisTicksMarksVisible(false);
        return chart;
    }

    private static void add(XYChart chart, String fleet, List<Integer> minutes, List<Long> values) {
        chart.addSeries(
                fleet,
                minutes,
                values.stream().map(value -> Math.max(LEAST, value)).toList());
    }

    private static void write(XYChart chart, Path file) throws IOException {
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
        System.out.println(file);
    }

    private record Minute(int number, long requests, long waiting) {}
}
