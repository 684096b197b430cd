package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
import io.github.azuremonitor.appender.common.pipeline.StartResult;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** What tests run in a JVM of its own. */
final class ChildProcess {
    static final String LOCK = "lock";
    static final String LOG = "log";

    private ChildProcess() {}

    static Process start(String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                ChildProcess.class.getName()));
        command.addAll(
                1,
                List.of(System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC")
                        .split(" ", -1)));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals(LOCK)) {
            System.out.println("taken=" + new SpoolLocks(new RealDisk()).take(Path.of(arguments[1])));
        } else {
            logFor(arguments[1], arguments[2], arguments[3]);
        }
    }

    /** Logs more than memory keeps, to an endpoint where nobody listens, and waits to be killed. */
    private static void logFor(String endpoint, String rule, String directory) throws IOException {
        PipelineHandle handle = open(Settings.map(
                "endpoint",
                endpoint,
                "dcrImmutableId",
                rule,
                "durability",
                "spool",
                "spoolDirectory",
                directory,
                "maxBlock",
                "10s"));
        var random = new Random(1);
        for (int i = 0; i < 60_000; i++) {
            var text = new StringBuilder("event " + i + " ");
            for (int c = 0; c < 2000; c++) {
                text.append((char) ('#' + random.nextInt(57)));
            }
            LogCalls.logNow(handle, text.toString());
        }
        // Ends by itself should the test be gone.
        System.in.read();
    }

    static PipelineHandle open(Map<String, String> settings) {
        StartResult result = StartResult.of(settings, new RecordingReporter(), () -> false);
        return Objects.requireNonNull(result.handle(), () -> "" + result.fault());
    }
}
