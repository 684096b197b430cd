package io.github.azuremonitor.appender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HarnessTest {
    /** All in the thorough form: each starts two JVMs. */
    private static List<Contestants> contestants() {
        return Boolean.getBoolean("thorough")
                ? List.of(Contestants.values())
                : List.of(Contestants.CAPTURE_ONLY, Contestants.OURS);
    }

    @Test
    void everyContestantGetsARowAndLosesNothing() {
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
                        "--events=2000",
                        "--warm-up=500",
                        "--rounds=1",
                        "--rate=1000",
                        "--steady-seconds=1",
                        "--idle-seconds=0",
                        "--limit-seconds=120");

        assertThat(exitCode).isZero();
        for (Contestants contestant : contestants()) {
            assertThat(printed.toString().lines())
                    .filteredOn(line -> line.startsWith("| " + contestant.label() + " |"))
                    .as(contestant.label())
                    .isNotEmpty()
                    .first()
                    .satisfies(line -> assertThat(line).endsWith("| 0 |"));
        }
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
