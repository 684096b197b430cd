package io.github.azuremonitor.appender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HarnessTest {
    @Test
    void everyContestantGetsARowAndLosesNothing() {
        StringWriter printed = new StringWriter();

        int exitCode = new CommandLine(new Harness())
                .setOut(new PrintWriter(printed))
                .execute(
                        "--events=2000",
                        "--warm-up=500",
                        "--rounds=1",
                        "--rate=1000",
                        "--steady-seconds=1",
                        "--idle-seconds=0",
                        "--limit-seconds=120");

        assertThat(exitCode).isZero();
        for (Contestants contestant : Contestants.values()) {
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
