package io.github.azuremonitor.appender.tools.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that describe the environment of a configuration file where the application runs. */
public final class EnvironmentOptions {
    @Option(
            names = "-D",
            paramLabel = "NAME=VALUE",
            mapFallbackValue = "",
            description = "A system property of the application; repeatable.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description =
                    "Variables of the application, NAME=VALUE in each line; repeatable. They win over those of this"
                            + " shell. Credentials look at the shell's alone.")
    private List<Path> envFiles = List.of();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            split = ",",
            description = "An active profile of Spring; repeatable. Those that the configuration names, if left out.")
    private List<String> profiles = List.of();

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description =
                    "Spring's application.yaml or .properties, for a logback-spring.xml or log4j2-spring.xml; the one"
                            + " beside it, if left out.")
    private @Nullable Path spring;

    /** For picocli. */
    public EnvironmentOptions() {}

    /**
     * The given environment, on top of the variables of this process.
     *
     * @param environment value of a variable of this process by its name, or null
     * @throws BadInput if a file cannot be read
     */
    public ConfigEnvironment over(Function<String, @Nullable String> environment) throws BadInput {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Path file : envFiles) {
            read(file, variables);
        }
        Function<String, @Nullable String> all =
                name -> variables.containsKey(name) ? variables.get(name) : environment.apply(name);
        return new ConfigEnvironment(all, properties, profiles, spring);
    }

    /**
     * Names of all variables.
     *
     * @throws BadInput if a file cannot be read
     */
    public List<String> variableNames() throws BadInput {
        Map<String, String> variables = new LinkedHashMap<>(System.getenv());
        for (Path file : envFiles) {
            read(file, variables);
        }
        return variables.keySet().stream().sorted().toList();
    }

    /** Reads variables in the format of Docker and shells. */
    private static void read(Path file, Map<String, String> variables) throws BadInput {
        try {
            for (String line : Files.readAllLines(file)) {
                String text = line.strip().replaceFirst("^export\\s+", "");
                int equals = text.indexOf('=');
                if (!text.startsWith("#") && equals > 0) {
                    String value = text.substring(equals + 1).strip();
                    boolean isQuoted = value.length() > 1
                            && (value.startsWith("\"") || value.startsWith("'"))
                            && value.endsWith(value.substring(0, 1));
                    variables.put(
                            text.substring(0, equals).strip(),
                            isQuoted ? value.substring(1, value.length() - 1) : value);
                }
            }
        } catch (IOException unreadable) {
            throw new BadInput(file + ": " + ConfigFiles.reason(unreadable));
        }
    }
}
