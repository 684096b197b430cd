package io.github.azuremonitor.appender.examples.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs the example's script. */
final class RunScript {
    private RunScript() {}

    /** What came of it. */
    record Result(int exitCode, String said) {}

    /** With these variables, name and value in turn. */
    static Result with(String... variables) throws IOException, InterruptedException {
        ProcessBuilder script =
                new ProcessBuilder(Path.of("run").toAbsolutePath().toString());
        for (int i = 0; i < variables.length; i += 2) {
            script.environment().put(variables[i], variables[i + 1]);
        }
        Process process = script.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), said);
    }
}
