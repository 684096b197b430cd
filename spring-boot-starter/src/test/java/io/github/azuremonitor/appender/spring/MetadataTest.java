package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.common.settings.Setting;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an editor shows while somebody writes application.yaml. */
class MetadataTest {
    private static final String PREFIX = "azure.monitor.logs.";
    private static final Set<String> OF_THE_STARTER =
            Set.of("enabled", "excluded-loggers", "credential-bean", "verbose", "health.down-on-refused");

    private final JsonNode metadata = read();
    private final Map<String, JsonNode> properties = properties();

    @ParameterizedTest
    @EnumSource
    void aSettingHasItsDescriptionAndItsDefault(Setting setting) {
        JsonNode property = properties.get(PREFIX + setting.kebabName());

        assertThat(property)
                .as(
                        "component of AzureMonitorLogsProperties, with a @param; short names before longer ones that begin alike")
                .isNotNull();
        assertThat(property.path("description").asText())
                .isEqualTo(setting.description().replace("`", ""));
        assertThat(property.path("defaultValue").asText(null))
                .as("in additional-spring-configuration-metadata.json")
                .isEqualTo(setting.defaultText());
        // A map's columns may be called as a String's own properties are, which a binder would take them for.
        assertThat(property.path("type").asText())
                .isEqualTo(setting == Setting.COLUMNS ? "java.lang.CharSequence" : "java.lang.String");
    }

    @Test
    void nothingElseIsAProperty() {
        var expected = Stream.concat(
                        OF_THE_STARTER.stream(), Stream.of(Setting.values()).map(setting -> setting.kebabName()))
                .map(name -> PREFIX + name)
                .toList();

        assertThat(properties.keySet()).containsExactlyInAnyOrderElementsOf(expected);
        OF_THE_STARTER.forEach(name -> assertThat(
                        properties.get(PREFIX + name).path("description").asText())
                .as(name)
                .endsWith("."));
    }

    @Test
    void hintsAreForProperties() {
        assertThat(metadata.path("hints"))
                .hasSizeGreaterThan(5)
                .allSatisfy(hint ->
                        assertThat(properties).containsKey(hint.path("name").asText()));
    }

    @Test
    void aWordThatCompletesIsAWordThatIsTaken() {
        for (JsonNode hint : metadata.path("hints")) {
            Setting setting = Stream.of(Setting.values())
                    .filter(any -> hint.path("name").asText().equals(PREFIX + any.kebabName()))
                    .findFirst()
                    .orElse(null);
            for (JsonNode value : hint.path("values")) {
                String word = value.path("value").asText();
                if (setting == null) {
                    // The starter's own: each is a switch.
                    assertThat(word).as("%s", hint).isIn("true", "false");
                } else {
                    assertThat(Faults.of(setting, word))
                            .as("%s=%s", setting, word)
                            .isEmpty();
                }
            }
        }
    }

    private Map<String, JsonNode> properties() {
        var found = new TreeMap<String, JsonNode>();
        metadata.path("properties")
                .forEach(property -> found.put(property.path("name").asText(), property));
        return found;
    }

    private static JsonNode read() {
        try (var file = MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
