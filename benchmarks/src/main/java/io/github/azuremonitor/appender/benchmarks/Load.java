package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every contestant has to log; passed to its process as the same options. */
final class Load {
    @Option(names = "--warm-up", description = "Events before anything is measured (default 3000000).")
    @Nullable Integer warmUp;

    @Option(names = "--events", description = "Events at full speed, of each kind (default 600000).")
    @Nullable Integer events;

    @Option(
            names = "--part-seconds",
            description =
                    "After which a part at full speed is over; warming up may take four times as long (default 4).")
    @Nullable Integer partSeconds;

    @Option(names = "--rate", description = "Events per second of the steady part (default ${DEFAULT-VALUE}).")
    int rate = 20_000;

    @Option(names = "--steady-seconds", description = "How long the steady part takes (default 5).")
    @Nullable Integer steadySeconds;

    @Option(names = "--fault-rate", description = "Events per second in front of a fault (default ${DEFAULT-VALUE}).")
    int faultRate = 2_000;

    @Option(names = "--fault-seconds", description = "How long a fault takes (default 6).")
    @Nullable Integer faultSeconds;

    @Option(
            names = "--pause-millis",
            description = "Of silence that ends a part, and after it (default ${DEFAULT-VALUE}).")
    int pauseMillis = 300;

    @Option(names = "--seed", description = "Of the generated events (default ${DEFAULT-VALUE}).")
    long seed = 20_001;

    @Option(names = "--file", description = "A text file whose lines one thread logs in place of generated events.")
    @Nullable Path file;

    @Option(names = "--quick", description = "A small form of everything, for a look: minutes.")
    boolean quick;

    int warmUp() {
        return warmUp == null ? quick ? 150_000 : 3_000_000 : warmUp;
    }

    int events() {
        return events == null ? quick ? 100_000 : 600_000 : events;
    }

    int steadySeconds() {
        return steadySeconds == null ? quick ? 2 : 5 : steadySeconds;
    }

    Duration faultTime() {
        return Duration.ofSeconds(faultSeconds == null ? quick ? 2 : 6 : faultSeconds);
    }

    Duration part() {
        return Duration.ofSeconds(partSeconds == null ? quick ? 1 : 4 : partSeconds);
    }

    Duration warmUpLimit() {
        return part().multipliedBy(4);
    }

    Events newEvents() throws IOException {
        Path lines = file;
        return lines == null ? Events.generated(seed) : Events.ofFile(lines, seed);
    }

    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--warm-up=" + warmUp(),
                "--events=" + events(),
                "--part-seconds=" + part().toSeconds(),
                "--rate=" + rate,
                "--steady-seconds=" + steadySeconds(),
                "--fault-rate=" + faultRate,
                "--fault-seconds=" + faultTime().toSeconds(),
                "--pause-millis=" + pauseMillis,
                "--seed=" + seed));
        if (file != null) {
            arguments.add("--file=" + file);
        }
        return arguments;
    }

    @Override
    public String toString() {
        return "%,d events or %d s to warm up, then %,d or %d s at full speed of each kind, %d s at %,d events/s"
                .formatted(warmUp(), warmUpLimit().toSeconds(), events(), part().toSeconds(), steadySeconds(), rate);
    }
}
