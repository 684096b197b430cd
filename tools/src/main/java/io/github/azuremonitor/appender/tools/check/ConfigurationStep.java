package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import io.github.azuremonitor.appender.tools.input.AppenderConfig;
import io.github.azuremonitor.appender.tools.input.AppenderOptions;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads file and variables as the appender does, and says what it makes of them. */
final class ConfigurationStep {
    private static final String OUR_VARIABLES = "AZURE_MONITOR_LOGS_";

    private static final String ENABLED = OUR_VARIABLES + "ENABLED";

    private final AppenderOptions chosen;
    private final boolean fromEnvironment;
    private final Steps steps;

    /** @param fromEnvironment whether there is no file, so that variables are told of */
    ConfigurationStep(AppenderOptions chosen, boolean fromEnvironment, Steps steps) {
        this.chosen = chosen;
        this.fromEnvironment = fromEnvironment;
        this.steps = steps;
    }

    /** What is configured, or null if that cannot be used. */
    @Nullable AppenderSettings settings() throws BadInput {
        Function<String, @Nullable String> variables =
                chosen.given().over(System::getenv).variables();
        if (fromEnvironment) {
            sayVariables(variables);
        }
        AppenderConfig config = chosen.one(System::getenv);
        if (config != null) {
            config.remarks().forEach(remark -> steps.note("configuration", remark));
            if (config.off() != null) {
                steps.fail("configuration", config.off());
            }
        }
        Map<String, String> explicit = config == null ? Map.of() : config.settings();
        if (hasSlips(config, explicit)) {
            return null;
        }
        SettingsResult reading = SettingsReader.read(explicit, variables);
        if (!(reading instanceof SettingsResult.Ready ready)) {
            steps.fail("configuration", reading.describe().replaceAll("\\s*\n\\s*", " "));
            return null;
        }
        ready.warnings().forEach(warning -> steps.note("configuration", warning.toString()));
        steps.ok("configuration", reading.describe());
        PipelineSettings.Credential credential = ready.settings().pipeline().credential();
        if (CredentialAdvice.isAsked(credential)) {
            steps.note(
                    "identity",
                    new CredentialAdvice(credential, System::getenv, file -> Files.isReadable(Path.of(file)))
                            .sentence());
        }
        return ready.settings();
    }

    /** Names only: values may be private. */
    private void sayVariables(Function<String, @Nullable String> variables) throws BadInput {
        Set<String> known = Arrays.stream(Setting.values())
                .flatMap(setting -> setting.environmentNames().stream())
                .collect(Collectors.toSet());
        List<String> given = chosen.given().variableNames().stream()
                .filter(name -> name.startsWith(OUR_VARIABLES))
                .toList();
        List<String> read = given.stream().filter(known::contains).toList();
        steps.note("environment", read.isEmpty() ? "no variable " + OUR_VARIABLES + "…" : String.join(", ", read));
        if ("false".equalsIgnoreCase(variables.apply(ENABLED))) {
            steps.fail(
                    "environment", ENABLED + "=false: the Spring Boot starter ships nothing; remove it, or write true");
        }
    }

    /** Elements and variables that nothing reads: with some of them the appender ships nothing. */
    private boolean hasSlips(@Nullable AppenderConfig config, Map<String, String> explicit) throws BadInput {
        MisspeltNames variables = MisspeltNames.among(chosen.given().variableNames(), explicit.keySet());
        variables.warnings().forEach(slip -> steps.note("environment", slip.toString()));
        variables.faults().forEach(slip -> steps.fail("environment", slip.toString()));
        List<SettingProblem> elements = config == null ? List.of() : config.slips();
        elements.forEach(slip -> steps.fail("configuration", slip.toString()));
        return !elements.isEmpty() || !variables.faults().isEmpty();
    }
}
