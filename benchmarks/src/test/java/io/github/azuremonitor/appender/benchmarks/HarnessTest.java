package io.github.azuremonitor.appender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HarnessTest {
    /** All in the thorough form: each starts several JVMs. */
    private static List<Contestants> contestants() {
        return Boolean.getBoolean("thorough") ? List.of(Contestants.values()) : List.of(Contestants.OURS);
    }

    @Test
    void everyContestantGetsARowAndOursLoseNothing(@TempDir Path plots) {
        StringWriter printed = new StringWriter();

        int exitCode = new CommandLine(new Harness())
                .setOut(new PrintWriter(printed))
                .execute(
                        "--contestants="
                                + String.join(
                                        ",",
                                        contestants().stream()
                                                .map(Contestants::label)
                                                .toList()),
                        "--parts=healthy",
                        "--jvm-flags=-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                        "--plots=" + plots,
                        "--events=640",
                        "--warm-up=500",
                        "--part-seconds=20",
                        "--pause-millis=10",
                        "--rounds=1",
                        "--rate=1000",
                        "--steady-seconds=1",
                        "--limit-seconds=120");

        assertThat(exitCode).as(printed.toString()).isZero();
        for (Contestants contestant : contestants()) {
            // What others lose or send twice is their matter, and no fault of this build.
            String lostAndTwice = contestant.isOurs() ? "0 \\| 0" : "\\d+ \\| \\d+";
            assertThat(printed.toString())
                    .as("lost and twice; no more arrives than was logged")
                    .containsPattern("(?m)^\\| " + contestant.label() + " \\| " + lostAndTwice + " \\|$");
        }
        assertThat(plots.resolve("response-time.svg")).isNotEmptyFile();
    }

    @Test
    void inFrontOfEveryFaultAContestantHasItsFigures() {
        List<Contestants> contestants = Arrays.stream(Contestants.values())
                .filter(contestant -> !contestant.isFloor())
                .toList();
        Results results = new Results();
        for (Contestants contestant : contestants) {
            for (Part fault : Part.FAULTS) {
                if (contestant.knows(fault)) {
                    results.add(0, contestant, faultFigures(fault));
                }
            }
        }
        StringWriter printed = new StringWriter();

        new Report(results, contestants, List.of()).print(new PrintWriter(printed));

        for (Contestants contestant : contestants) {
            String third = contestant == Contestants.LOGSTASH ? "–" : "2";
            assertThat(printed.toString())
                    .as("eight figures of each fault, in their order")
                    .containsPattern("(?m)^\\| " + contestant.label() + " (\\| 0(\\.0)?, 1(\\.0)?, " + third
                            + "(\\.0)? ){8}\\|$");
        }
        assertThat(printed.toString())
                .as("and nothing of what was not measured")
                .doesNotContain("to reach", "healthy");
    }

    private static Map<Metric, Double> faultFigures(Part fault) {
        return Arrays.stream(FaultFigure.values()).collect(Collectors.toMap(figure -> figure.during(fault), figure ->
                (double) Part.FAULTS.indexOf(fault)));
    }

    @Test
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void oursLosesNothingWhenTheServiceFailsForAWhile(@TempDir Path plots) {
        StringWriter printed = new StringWriter();

        int exitCode = new CommandLine(new Harness())
                .setOut(new PrintWriter(printed))
                .execute(
                        "--contestants=ours",
                        "--parts=faults",
                        "--jvm-flags=-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                        "--plots=" + plots,
                        "--warm-up=500",
                        "--fault-rate=5000",
                        "--fault-seconds=1",
                        "--pause-millis=10",
                        "--rounds=1",
                        "--limit-seconds=120");

        assertThat(exitCode).as(printed.toString()).isZero();
        assertThat(printed.toString())
                .as("lost and twice")
                .containsPattern("(?m)^\\| ours \\|.* \\| 0, 0, 0 \\| \\d+, \\d+, \\d+ \\|");
    }

    @Test
    void anUnknownContestantEndsTheRunBeforeItStarts() {
        StringWriter errors = new StringWriter();

        int exitCode = new CommandLine(new Harness())
                .setErr(new PrintWriter(errors))
                .execute("--contestants=" + String.join(",", Arrays.asList("sdk", "nobody")));

        assertThat(exitCode).isNotZero();
        assertThat(errors.toString()).contains("nobody");
    }
}
