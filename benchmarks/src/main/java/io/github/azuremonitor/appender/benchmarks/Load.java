package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every contestant has to log; handed on to its process as the same options. */
final class Load {
    @Option(names = "--events", description = "Events at full speed (default ${DEFAULT-VALUE}).")
    int events = 1_000_000;

    @Option(names = "--warm-up", description = "Events before anything is measured (default ${DEFAULT-VALUE}).")
    int warmUp = 500_000;

    @Option(names = "--rate", description = "Events per second of the steady part (default ${DEFAULT-VALUE}).")
    int rate = 20_000;

    @Option(names = "--steady-seconds", description = "How long the steady part takes (default ${DEFAULT-VALUE}).")
    int steadySeconds = 5;

    @Option(names = "--idle-seconds", description = "How long the part without events takes (${DEFAULT-VALUE}).")
    int idleSeconds = 20;

    @Option(names = "--seed", description = "Of the generated events (default ${DEFAULT-VALUE}).")
    long seed = 20_001;

    @Option(names = "--file", description = "A text file whose lines are logged in place of generated events.")
    @Nullable Path file;

    Events newEvents() throws IOException {
        Path lines = file;
        return lines == null ? Events.generated(seed) : Events.ofFile(lines, seed);
    }

    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--events=" + events,
                "--warm-up=" + warmUp,
                "--rate=" + rate,
                "--steady-seconds=" + steadySeconds,
                "--idle-seconds=" + idleSeconds,
                "--seed=" + seed));
        if (file != null) {
            arguments.add("--file=" + file);
        }
        return arguments;
    }
}
