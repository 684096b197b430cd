package io.github.azuremonitor.appender.tools.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.tools.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
            var around = new ConfigEnvironment(name -> null, Map.of(), active, null);
            assertThat(read(file, around).settings()).as(file + "").containsEntry("streamName", stream);
        }
    }

    @Test
    void theFileOfAProfileStandsOnTheOneForAll() throws BadInput {
        Configs.write(directory.resolve("application.yaml"), "azure.monitor.logs:\n  linger: 1s\n  endpoint: e\n");
        Configs.write(directory.resolve("application-default.yaml"), "azure.monitor.logs.proxy: where-no-profile-is");
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
        var around = new ConfigEnvironment(variables::get, Map.of("azure.monitor.logs.linger", "3s"), List.of(), null);

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SPRING_APPLICATION_JSON={'a':'secret'} | spring.application.json is set, and not read here: give what it says with -D",
                "SPRING_CONFIG_LOCATION=/etc/shop/ | spring.config.location = /etc/shop/ is set, and not followed here: give the tool",
                "SPRING_CONFIG_ADDITIONAL_LOCATION=file:/more/ | spring.config.additional-location = file:/more/ is set, and not",
                "SPRING_CONFIG_ADDITIONALLOCATION=/more/ | spring.config.additional-location = /more/ is set, and not followed",
                "SPRING_CONFIG_NAME=shop | spring.config.name = shop is set, and not followed here",
                "SPRING_CONFIG_NAME=application | ''",
                "SPRING_CONFIG_LOCATION=optional:file:./config/application.yaml | ''"
            })
    void whatLeadsToOtherFilesOrSetsMoreIsNamedOnce(String variable, String said) throws BadInput {
        Path file = Configs.write(directory.resolve("application.yaml"), "azure.monitor.logs.endpoint: e");
        String name = variable.replaceFirst("=.*", "");
        Map<String, String> variables = Map.of(name, variable.substring(name.length() + 1));
        Path logback = Configs.write(
                directory.resolve("logback-spring.xml"),
                "<configuration><springProfile name='default'><appender name='A' class='" + Settings.LOGBACK_CLASS
                        + "'><endpoint>e</endpoint></appender></springProfile></configuration>");
        var around = new ConfigEnvironment(variables::get, Map.of(), List.of("default"), null);
        for (Path read : List.of(file, logback)) {
            List<String> remarks = read(read, around).remarks();
            if (said.equals("''")) {
                assertThat(remarks).as(read + "").isEmpty();
            } else {
                assertThat(remarks).as(read + "").singleElement().asString().startsWith(said);
                assertThat(remarks.toString()).doesNotContain("secret");
            }
        }
    }

    @Test
    void anImportThatAVariableNamesStandsAboveTheFiles() throws BadInput {
        Configs.write(directory.resolve("mounted.yaml"), "azure.monitor.logs.linger: 2s");
        Path file = Configs.write(
                directory.resolve("application.yaml"), "azure.monitor.logs:\n  endpoint: e\n  linger: 1s");
        var around = new ConfigEnvironment(Map.of("SPRING_CONFIG_IMPORT", "optional:mounted.yaml")::get);

        assertThat(read(file, around).settings()).isEqualTo(Map.of("endpoint", "e", "linger", "2s"));
    }

    /** Each row: the platform that the document is for, what is set, and whether Spring Boot reads the document. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cloud_foundry | VCAP_APPLICATION | yes",
                "cloud-foundry | VCAP_SERVICES | yes",
                "heroku | DYNO | yes",
                "heroku | WEBSITE_SITE_NAME | no",
                "HEROKU | DYNO,KUBERNETES_SERVICE_HOST,KUBERNETES_SERVICE_PORT | yes",
                "kubernetes | DYNO,KUBERNETES_SERVICE_HOST,KUBERNETES_SERVICE_PORT | no",
                "sap | HC_LANDSCAPE | yes",
                "nomad | NOMAD_ALLOC_ID | yes",
                "kubernetes | KUBERNETES_SERVICE_HOST,KUBERNETES_SERVICE_PORT | yes",
                "kubernetes | KUBERNETES_SERVICE_HOST | no",
                "azure_app_service | WEBSITE_SITE_NAME,WEBSITE_INSTANCE_ID,WEBSITE_RESOURCE_GROUP,WEBSITE_SKU | yes",
                "azureAppService | WEBSITE_SITE_NAME | no",
                "aws_ecs | AWS_EXECUTION_ENV | yes",
                "none | NOTHING | no",
                "none | SPRING_MAIN_CLOUD_PLATFORM=none | yes",
                "heroku | SPRING_MAIN_CLOUDPLATFORM=heroku | yes",
                "heroku | DYNO,SPRING_MAIN_CLOUDPLATFORM=kubernetes | no",
                "heroku | spring.main.cloud-platform=heroku | yes",
                "moon | MOON | no"
            })
    void aDocumentOfAPlatformCountsWhereSpringFindsThePlatform(String platform, String given, String counts)
            throws BadInput {
        var variables = new HashMap<String, String>();
        for (String name : given.split(",", -1)) {
            String value = name.equals("AWS_EXECUTION_ENV") ? "AWS_ECS_FARGATE" : "x";
            int equals = name.indexOf('=');
            variables.put(
                    equals < 0 ? name : name.substring(0, equals), equals < 0 ? value : name.substring(equals + 1));
        }
        String inFile = variables.getOrDefault("spring.main.cloud-platform", "");
        variables.remove("spring.main.cloud-platform");
        Path file = Configs.write(
                directory.resolve("application.yaml"),
                "azure.monitor.logs.linger: 1s\n"
                        + (inFile.isEmpty() ? "" : "spring.main.cloud-platform: " + inFile + "\n")
                        + "---\nspring.config.activate.on-cloud-platform: " + platform
                        + "\nazure.monitor.logs.linger: 2s\n");
        AppenderConfig found = read(file, new ConfigEnvironment(variables::get));

        assertThat(found.settings()).containsEntry("linger", counts.equals("yes") ? "2s" : "1s");
        if (counts.equals("yes")) {
            assertThat(found.remarks()).isEmpty();
        } else {
            assertThat(found.remarks())
                    .singleElement()
                    .asString()
                    .contains("a document for the platform " + platform + " is left out, because ");
        }
    }

    /** The file of the last profile wins. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spring.profiles.include: eu | '' | Eu",
                "spring.profiles.include: eu | SPRING_PROFILES_ACTIVE=prod | Prod",
                "spring.profiles.include: [prod, eu] | '' | Eu",
                "linger: 1s | SPRING_PROFILES_INCLUDE=eu | Eu",
                "spring.profiles.default: prod | '' | Prod",
                "spring.profiles.default: prod | SPRING_PROFILES_ACTIVE=other | All",
                "linger: 1s | SPRING_PROFILES_DEFAULT=eu | Eu",
                "linger: 1s | '' | Default",
                "spring.profiles: {include: eu, default: prod} | '' | Eu",
                "spring.profiles: {active: a, group: {a: b, b: prod}} | '' | Prod"
            })
    void everyWayToAProfileIsTakenInSpringsOrder(String line, String variable, String stream) throws BadInput {
        for (String profile : List.of("Prod", "Eu", "Default")) {
            Configs.write(
                    directory.resolve("application-" + profile.toLowerCase(Locale.ROOT) + ".yaml"),
                    "azure.monitor.logs.stream-name: Custom-" + profile + "_CL");
        }
        Path file = Configs.write(
                directory.resolve("application.yaml"), line + "\nazure.monitor.logs.stream-name: Custom-All_CL\n");
        String[] parts = variable.split("=", -1);
        Map<String, String> variables = parts.length < 2 ? Map.of() : Map.of(parts[0], parts[1]);

        assertThat(read(file, new ConfigEnvironment(variables::get)).settings())
                .containsEntry("streamName", "Custom-" + stream + "_CL");
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
        var off = new ConfigEnvironment(Map.of("AZURE_MONITOR_LOGS_ENABLED", "false")::get);
        assertThat(read(file, off).off()).contains("azure.monitor.logs.enabled is false");
    }

    @ParameterizedTest
    @CsvSource({"off, true", "NO, true", "0, true", "'false ', true", "on, false", "'', false", "maybe, false"})
    void theToolsTakeTheWordsForOffThatTheStarterTakes(String enabled, boolean off) throws BadInput {
        for (String ending : List.of(".yaml", ".properties")) {
            Path file = Configs.write(
                    directory.resolve("application" + ending),
                    "azure.monitor.logs.endpoint: e\nazure.monitor.logs.enabled: " + enabled);

            assertThat(read(file, nothing()).off() != null).as(file + "").isEqualTo(off);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"properties:\n    listed: a, b", "properties.listed: [a, b]", "properties: 'listed: a, b'"})
    void theListedPropertiesAreReadAsTheStarterReadsThem(String properties) throws BadInput {
        Path file = Configs.write(directory.resolve("application.yaml"), "azure.monitor.logs:\n  " + properties);

        assertThat(read(file, nothing()).settings()).isEqualTo(Map.of("properties", "listed: a, b"));
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

    private static ConfigEnvironment nothing() {
        return new ConfigEnvironment(name -> null);
    }

    private static AppenderConfig read(Path file, ConfigEnvironment around) throws BadInput {
        List<AppenderConfig> found = new ConfigFiles(around).read(List.of(file));
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
