package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that work on one appender. */
public final class AppenderOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Configuration of Logback, Log4j2 or Spring; without one, AZURE_MONITOR_LOGS_… of the environment.")
    private @Nullable Path config;

    @Option(names = "--appender", paramLabel = "NAME", description = "Which appender, if there are several.")
    private @Nullable String name;

    @Mixin
    private EnvironmentOptions given = new EnvironmentOptions();

    /** For picocli. */
    public AppenderOptions() {}

    /** Options about the file's environment. */
    public EnvironmentOptions given() {
        return given;
    }

    /** Whether a file is given. */
    public boolean hasFile() {
        return config != null;
    }

    /**
     * The selected appender, or null if everything is in the environment.
     *
     * @throws BadInput if there are several, or none with the given name
     */
    public @Nullable AppenderConfig one(Function<String, @Nullable String> environment) throws BadInput {
        if (config == null) {
            return null;
        }
        ConfigEnvironment around = given.over(environment);
        List<AppenderConfig> all = new ConfigFiles(around).read(List.of(config));
        List<AppenderConfig> named = all.stream()
                .filter(appender -> name == null || appender.name().equals(name))
                .toList();
        Map<String, AppenderConfig> different = new LinkedHashMap<>();
        for (AppenderConfig appender : named) {
            different.putIfAbsent(
                    appender.text(Setting.ENDPOINT, around.variables())
                            + ' '
                            + appender.text(Setting.DCR_IMMUTABLE_ID, around.variables())
                            + ' '
                            + appender.text(Setting.STREAM_NAME, around.variables()),
                    appender);
        }
        if (different.size() != 1) {
            String names = all.stream().map(AppenderConfig::name).collect(Collectors.joining(", "));
            throw new BadInput(config + ": " + (named.isEmpty() ? "has no appender " + name : "has several appenders")
                    + "; name one with --appender: " + names + remarks(all));
        }
        return named.get(0);
    }

    private static String remarks(List<AppenderConfig> all) {
        return all.stream()
                .flatMap(appender -> appender.remarks().stream())
                .distinct()
                .map(remark -> "; " + remark)
                .collect(Collectors.joining());
    }
}
