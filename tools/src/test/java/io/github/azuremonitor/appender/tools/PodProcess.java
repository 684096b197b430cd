package io.github.azuremonitor.appender.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the tools with everything in its environment, as in a container. */
public final class PodProcess {
    private PodProcess() {}

    /** With the tests' class path; what it said, and its exit code at the end. */
    public static String run(List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.github.azuremonitor.appender.tools.Main"));
        command.addAll(arguments);
        return java(command, environment);
    }

    /** With these arguments of {@code java}. */
    public static String java(List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(List.of(
                System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC").split(" ", -1)));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        // The build has variables of its own, and what is said must not depend on them.
        process.environment().keySet().removeIf(name -> name.startsWith("AZURE_MONITOR_LOGS_"));
        process.environment().putAll(environment);
        Process started = process.start();
        try {
            String text = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(started.waitFor(3, TimeUnit.MINUTES))
                    .as("it ended; it said:%n%s", text)
                    .isTrue();
            return text + "exit " + started.exitValue();
        } finally {
            started.destroyForcibly();
        }
    }
}
