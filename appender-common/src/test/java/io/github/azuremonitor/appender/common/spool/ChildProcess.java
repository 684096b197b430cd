package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.pipeline.Inlet;
import io.github.azuremonitor.appender.common.pipeline.Opening;
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
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                ChildProcess.class.getName()));
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
        Inlet inlet = open(Settings.map(
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
            log(inlet, text.toString());
        }
        // Ends by itself should the test be gone.
        System.in.read();
    }

    static Inlet open(Map<String, String> settings) {
        Opening opening = Opening.of(settings, new RecordingReporter(), () -> false);
        return Objects.requireNonNull(opening.inlet(), () -> "" + opening.fault());
    }

    static void log(Inlet inlet, String message) {
        EventSlot slot = inlet.claim(message.length(), Severity.INFO);
        if (slot == null) {
            return;
        }
        try {
            slot.time(System.currentTimeMillis() / 1000, 0);
            slot.origin(Severity.INFO, "INFO", "test", "main");
            slot.message(message);
            slot.complete();
        } finally {
            inlet.publish(slot);
        }
    }
}
