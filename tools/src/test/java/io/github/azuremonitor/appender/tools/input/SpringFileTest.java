package io.github.azuremonitor.appender.tools.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.tools.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spring's files with profiles, imports and variables. */
class SpringFileTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; Custom-All_CL",
                "prod; Custom-Prod_CL",
                "eu; Custom-EuFile_CL",
                "prod,eu; Custom-EuFile_CL",
                "group; Custom-Prod_CL"
            })
    void documentsAndFilesOfProfilesCountInTheirOrder(String profiles, String stream) throws BadInput {
        Configs.write(
                directory.resolve("application-eu.properties"), "azure.monitor.logs.stream-name=Custom-EuFile_CL");
        Path yaml = Configs.write(directory.resolve("application.yaml"), """
                azure.monitor.logs.stream-name: Custom-All_CL
                spring.profiles.group.group: prod
                ---
                spring.config.activate.on-profile: "prod & !test"
                azure.monitor.logs.stream-name: Custom-Prod_CL
                """);
        Path lines = Configs.write(directory.resolve("lines.properties"), """
                azure.monitor.logs.stream-name=Custom-All_CL
                spring.profiles.group.group=prod
                #---
                spring.config.activate.on-profile=prod
                azure.monitor.logs.stream-name=Custom-Prod_CL
                #---
                spring.config.activate.on-profile=eu
                azure.monitor.logs.stream-name=Custom-EuFile_CL
                """);
        List<String> active = profiles.isEmpty() ? List.of() : List.of(profiles.split(","));
        for (Path file : List.of(yaml, lines)) {
            var around = new Surroundings(name -> null, Map.of(), active, null);
            assertThat(read(file, around).settings()).as(file + "").containsEntry("streamName", stream);
        }
    }

    @Test
    void theFileOfAProfileStandsOnTheOneForAll() throws BadInput {
        Configs.write(directory.resolve("application.yaml"), "azure.monitor.logs:\n  linger: 1s\n  endpoint: e\n");
        Path prod = Configs.write(directory.resolve("application-prod.yaml"), "azure.monitor.logs.linger: 2s");

        assertThat(read(prod, nothing()).settings()).isEqualTo(Map.of("linger", "2s", "endpoint", "e"));
    }

    @Test
    void variablesAndSystemPropertiesWinAndProfilesMayComeFromThem() throws BadInput {
        Path file = Configs.write(directory.resolve("application.yaml"), """
                azure.monitor.logs:
                  endpoint: file
                  linger: 1s
                  app-name: ${shop.name:none}
                ---
                spring.config.activate.on-profile: prod
                azure.monitor.logs.threshold: WARN
                """);
        Map<String, String> variables = Map.of(
                "AZURE_MONITOR_LOGS_ENDPOINT", "variable", "SPRING_PROFILES_ACTIVE", "prod", "SHOP_NAME", "orders");
        var around = new Surroundings(variables::get, Map.of("azure.monitor.logs.linger", "3s"), List.of(), null);

        assertThat(read(file, around).settings())
                .isEqualTo(Map.of("endpoint", "variable", "linger", "3s", "appName", "orders", "threshold", "WARN"));
    }

    @Test
    void importsAreReadOrNamed() throws IOException, BadInput {
        Configs.write(directory.resolve(".env"), "DCR=dcr-1\n");
        Configs.write(directory.resolve("more.yaml"), "azure.monitor.logs.linger: 2s");
        Files.createDirectories(directory.resolve("tree/azure.monitor.logs"));
        Configs.write(directory.resolve("tree/azure.monitor.logs/app-name"), "orders\n");
        Path file = Configs.write(directory.resolve("application.yaml"), """
                spring.config.import:
                  - optional:file:.env[.properties]
                  - more.yaml
                  - optional:none.yaml
                  - none.properties
                  - configtree:tree/
                  - configserver:http://127.0.0.1:1
                azure.monitor.logs:
                  dcr-immutable-id: ${DCR}
                  linger: 1s
                  endpoint: ${nowhere}
                """);
        AppenderConfig found = read(file, nothing());

        assertThat(found.settings())
                .isEqualTo(Map.of(
                        "dcrImmutableId", "dcr-1", "linger", "2s", "appName", "orders", "endpoint", "${nowhere}"));
        assertThat(String.join("\n", found.remarks()))
                .contains(
                        "none.properties is imported, but is not there",
                        "configserver:",
                        "endpoint: ${nowhere} has no value")
                .doesNotContain("none.yaml");
    }

    @Test
    void whatTheStarterHasBesideTheSettingsIsNoSetting() throws BadInput {
        Path file = Configs.write(directory.resolve("application.yaml"), """
                azure.monitor.logs:
                  endpoint: e
                  enabled: true
                  excluded-loggers: [com.shop.noisy]
                  credential-bean: tokens
                  health.down-on-refused: true
                """);

        assertThat(read(file, nothing()).settings()).isEqualTo(Map.of("endpoint", "e", "credential", "application"));
        assertThat(read(file, nothing()).off()).isNull();
        var off = new Surroundings(Map.of("AZURE_MONITOR_LOGS_ENABLED", "false")::get);
        assertThat(read(file, off).off()).contains("azure.monitor.logs.enabled is false");
    }

    @Test
    void theStartersOwnPropertiesAreThoseOfItsClass() throws IOException {
        String source = Files.readString(Path.of("../spring-boot-starter/src/main/java/io/github/azuremonitor/appender"
                + "/spring/AzureMonitorLogsProperties.java"));
        String record = source.substring(source.indexOf("public record AzureMonitorLogsProperties("));
        var settings = Arrays.stream(Setting.values()).map(Setting::flatName).collect(Collectors.toSet());

        assertThat(Pattern.compile("(\\w+)[,)]")
                        .matcher(record.substring(0, record.indexOf("{")))
                        .results()
                        .map(match -> match.group(1))
                        .filter(name -> !settings.contains(name) && !name.equals("false"))
                        .map(Settings::plain))
                .containsExactlyInAnyOrderElementsOf(Settings.OF_THE_STARTER);
    }

    private static Surroundings nothing() {
        return new Surroundings(name -> null);
    }

    private static AppenderConfig read(Path file, Surroundings around) throws BadInput {
        List<AppenderConfig> found = new ConfigFiles(around).read(List.of(file));
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
