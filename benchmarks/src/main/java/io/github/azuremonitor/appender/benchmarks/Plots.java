package io.github.azuremonitor.appender.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what tables do not show at a glance, as SVG. */
final class Plots {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;

    /** Places on the axis: each nine as far from the one before. */
    private static final Map<Metric, String> PERCENTILES = percentiles();

    private Plots() {}

    /** Writes those for which there are figures; the answer is their files. */
    static List<Path> write(
            Results results, List<Contestants> contestants, List<Compressor> compressors, Path directory)
            throws IOException {
        System.setProperty("java.awt.headless", "true");
        Files.createDirectories(directory);
        List<Path> written = new ArrayList<>();
        XYChart latency = chart("Response time at the steady rate", "percentile", "microseconds");
        XYChart cpu = chart("CPU of the whole process by rate", "events per second", "microseconds per event");
        cpu.getStyler().setXAxisLogarithmic(true);
        for (Contestants contestant : contestants) {
            addLatency(latency, results, contestant);
            addCpu(cpu, results, contestant);
        }
        latency.setCustomXAxisTickLabelsFormatter(Plots::percentile);
        latency.getStyler().setXAxisMaxLabelCount(PERCENTILES.size());
        write(latency, directory.resolve("response-time.svg"), written);
        write(cpu, directory.resolve("cpu-by-rate.svg"), written);
        write(compressors(compressors), directory.resolve("compressors.svg"), written);
        return written;
    }

    private static void addLatency(XYChart chart, Results results, Contestants contestant) {
        List<Double> places = new ArrayList<>();
        List<Double> micros = new ArrayList<>();
        double place = 1;
        for (Metric metric : PERCENTILES.keySet()) {
            double nanos = results.median(contestant, metric);
            if (Double.isFinite(nanos)) {
                places.add(place);
                micros.add(Math.max(1, nanos) / 1_000);
            }
            place++;
        }
        add(chart, contestant, places, micros);
    }

    private static void addCpu(XYChart chart, Results results, Contestants contestant) {
        Map<Double, Double> points = new TreeMap<>();
        put(points, 10, results.median(contestant, Metric.QUIET_10_PERCENT) * 10_000 / 10);
        put(points, 1_000, results.median(contestant, Metric.QUIET_1000_PERCENT) * 10_000 / 1_000);
        put(points, 20_000, results.median(contestant, Metric.STEADY_CPU));
        put(points, results.median(contestant, Metric.DRAINED_RATE), results.median(contestant, Metric.CPU));
        add(chart, contestant, new ArrayList<>(points.keySet()), new ArrayList<>(points.values()));
    }

    private static void put(Map<Double, Double> points, double rate, double micros) {
        if (Double.isFinite(rate) && Double.isFinite(micros) && micros > 0) {
            points.put(rate, micros);
        }
    }

    private static XYChart compressors(List<Compressor> compressors) {
        XYChart chart = chart("Packing rows", "bytes of a row on the wire", "nanoseconds of CPU for a row");
        for (Compressor compressor : compressors) {
            XYSeries point =
                    chart.addSeries(compressor.name(), List.of(compressor.bytes()), List.of(compressor.nanos()));
            point.setMarker(compressor.gzipLevel() == 0 ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE);
        }
        return chart;
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        return chart;
    }

    private static void add(XYChart chart, Contestants contestant, List<Double> x, List<Double> y) {
        if (x.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(contestant.label(), x, y);
        // What it is about stands out.
        series.setLineStyle(new BasicStroke(contestant.isOurs() ? 3f : 1.2f));
    }

    private static void write(XYChart chart, Path file, List<Path> written) throws IOException {
        if (chart.getSeriesMap().isEmpty()) {
            return;
        }
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
        written.add(file);
    }

    private static String percentile(double place) {
        return place == Math.rint(place) && place >= 1 && place <= PERCENTILES.size()
                ? List.copyOf(PERCENTILES.values()).get((int) place - 1)
                : "";
    }

    private static Map<Metric, String> percentiles() {
        Map<Metric, String> percentiles = new LinkedHashMap<>();
        percentiles.put(Metric.RESPONSE_P50, "50");
        percentiles.put(Metric.RESPONSE_P90, "90");
        percentiles.put(Metric.RESPONSE_P99, "99");
        percentiles.put(Metric.RESPONSE_P999, "99.9");
        percentiles.put(Metric.RESPONSE_P9999, "99.99");
        percentiles.put(Metric.RESPONSE_MAX, "max");
        return percentiles;
    }
}
