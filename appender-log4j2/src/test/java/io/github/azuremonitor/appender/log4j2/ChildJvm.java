package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An {@link ExitingApplication} in a JVM of its own, with the class path of the running test, that has ended.
 *
 * @param output all that it wrote, to both streams
 */
record ChildJvm(int exitCode, String output) {
    /** More than the stop, which is given a minute, and a cold start with a token on a busy machine. */
    private static final int PATIENCE_SECONDS = 180;

    /** Runs it with a configuration file, and with no setting of azure-identity but those of this environment. */
    static ChildJvm run(String ending, Path configuration, Map<String, String> environment, List<String> options)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC").split(" ", -1)));
        command.addAll(options);
        command.add("-Dlog4j2.configurationFile=" + configuration.toUri());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ExitingApplication.class.getName(), ending));
        Path output = configuration.resolveSibling("output.txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(output);
            assertThat(ended).as("ended; it said:%n%s", said).isTrue();
            return new ChildJvm(process.exitValue(), said);
        } finally {
            process.destroyForcibly();
        }
    }
}
