package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.settings.Setting;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.junit.jupiter.api.Test;

class AttributesTest {
    @Test
    void everySettingIsAnAttribute() {
        assertThat(attributes())
                .extracting(Field::getName)
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::flatName).toList());
    }

    @Test
    void everyAttributeReachesTheSettingOfItsName() throws Exception {
        var builder = new AzureMonitorAppenderBuilder();
        for (Field attribute : attributes()) {
            attribute.setAccessible(true);
            attribute.set(builder, "value of " + attribute.getName());
        }
        Map<String, String> expected = Arrays.stream(Setting.values())
                .map(Setting::flatName)
                .collect(Collectors.toMap(name -> name, name -> "value of " + name));
        assertThat(builder.settings()).isEqualTo(expected);
    }

    @Test
    void whatCodeSetsWinsOverTheAttribute() throws Exception {
        var builder = new AzureMonitorAppenderBuilder();
        Field linger = AzureMonitorAppenderBuilder.class.getDeclaredField("linger");
        linger.setAccessible(true);
        linger.set(builder, "1s");
        assertThat(builder.set(Setting.LINGER, "2s").settings()).containsExactly(Map.entry("linger", "2s"));
    }

    private static List<Field> attributes() {
        return Arrays.stream(AzureMonitorAppenderBuilder.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(PluginBuilderAttribute.class))
                .toList();
    }
}
