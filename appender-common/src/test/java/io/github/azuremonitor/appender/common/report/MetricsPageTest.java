package io.github.azuremonitor.appender.common.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md to the code: when it fails, the message shows what the page should say. */
class MetricsPageTest {
    private static final Pattern FIRST_CELL = Pattern.compile("^\\| `([^`]+)` \\|.*");

    private final String page = read();

    @Test
    void theTableOfMetricsSaysWhatTheCodeSays() {
        assertThat(rowsBelow("| Metric | Kind | Unit | Tag | Meaning |"))
                .containsExactlyElementsOf(Arrays.stream(Metric.values())
                        .map(metric -> "| `" + metric.meterName() + "` | "
                                + metric.kind().name().toLowerCase(Locale.ROOT) + " | " + metric.unit() + " | "
                                + (metric.tags().isEmpty() ? "–" : "`" + String.join("`, `", metric.tags()) + "`")
                                + " | "
                                + metric.description() + " |")
                        .toList());
    }

    @Test
    void everyAttributeOfTheMXBeanHasItsRowAndNoOther() {
        Set<String> attributes = Arrays.stream(PipelineMXBean.class.getMethods())
                .map(Method::getName)
                .map(name -> name.substring("get".length()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(new TreeSet<>(firstCells("| Attribute | Unit | Meaning |"))).isEqualTo(attributes);
    }

    @Test
    void everyMetricHasAValueInEveryReadingUnlessATagBringsThem() {
        PipelineReading fresh = fresh();
        for (Metric metric : Metric.values()) {
            Map<String, Double> values = metric.values(fresh);
            switch (metric.kind()) {
                case SUMMARY, TIMER -> assertThat(values).containsOnlyKeys("count", "total", "max");
                default -> {
                    if (metric.tags().isEmpty()) {
                        assertThat(values).as(metric.meterName()).containsOnlyKeys("");
                    }
                }
            }
        }
        assertThat(Metric.DROPPED.values(fresh)).hasSize(DropReason.values().length);
    }

    @Test
    void valuesAreInTheUnitThatThePageNames() {
        PipelineReading reading = fresh();

        assertThat(Metric.POST.values(reading)).isEqualTo(Map.of("count", 2.0, "total", 1.5, "max", 1.0));
        assertThat(Metric.OLDEST_HELD.values(reading)).isEqualTo(Map.of("", 0.25));
        assertThat(Metric.BATCH_ROWS.values(reading)).isEqualTo(Map.of("count", 1.0, "total", 7.0, "max", 7.0));
        assertThat(Metric.STATE.values(reading)).isEqualTo(Map.of("Custom-A_CL", 3.0, "Custom-B_CL", 0.0));
        assertThat(Metric.RESPONSES.values(reading)).isEqualTo(Map.of("204", 1.0, "503", 1.0));
        assertThat(Metric.DROPPED.values(reading))
                .containsEntry("RING_FULL", 3.0)
                .containsEntry("EXPIRED", 0.0);
    }

    @Test
    void whoSetsAnAlarmOnDropsIsToldWhichOfThemAreMeant() {
        assertThat(Metric.DROPPED.description())
                .contains(Arrays.stream(DropReason.values())
                        .filter(DropReason::intended)
                        .map(reason -> "`" + reason + "`")
                        .toList());
    }

    private static PipelineReading fresh() {
        return new PipelineReading(
                1,
                "localhost",
                "dcr-1",
                new PipelineStats(10, 0, 0, 7, 0, 0, Map.of(DropReason.RING_FULL, 3L), 0, 2, 500, ValueStats.NONE),
                new DeliveryStatus(
                        DeliveryState.REFUSED,
                        null,
                        Map.of("Custom-A_CL", DeliveryState.REFUSED, "Custom-B_CL", DeliveryState.SHIPPING)),
                null,
                0,
                0,
                Duration.ofMillis(250),
                0,
                64,
                new PostStats(
                        new Summary(2, 1_500_000_000L, 1_000_000_000L),
                        new Summary(1, 7, 7),
                        new Summary(1, 900, 900),
                        Map.of("204", 1L, "503", 1L),
                        Map.of("503", 1L)),
                List.of());
    }

    private List<String> firstCells(String header) {
        return rowsBelow(header).stream()
                .map(FIRST_CELL::matcher)
                .filter(java.util.regex.Matcher::matches)
                .flatMap(row -> Arrays.stream(row.group(1).split("`, `", -1)))
                .toList();
    }

    private List<String> rowsBelow(String header) {
        return page.lines()
                .dropWhile(line -> !line.equals(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "metrics.md"));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
