package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.settings.Setting;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Makes a plan out of an application's properties, before there is any bean. */
final class PlanReader {
    private static final ConfigurationPropertyName PREFIX =
            ConfigurationPropertyName.of(AzureMonitorLogsProperties.PREFIX);

    /** What a list has where a map has keys. */
    private static final Pattern INDEX = Pattern.compile("\\d+");

    private final Environment environment;
    private final Binder binder;

    PlanReader(Environment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
    }

    /** The properties that are no settings are bound as everywhere in Spring Boot; a wrong type throws. */
    AzureMonitorLogsProperties properties() {
        return binder.bindOrCreate(AzureMonitorLogsProperties.PREFIX, Bindable.of(AzureMonitorLogsProperties.class));
    }

    /** The plan that these properties make. */
    Plan plan(AzureMonitorLogsProperties properties) {
        var settings = new EnumMap<Setting, String>(Setting.class);
        for (Setting setting : Setting.values()) {
            put(settings, setting, text(kebab(setting.flatName())));
        }
        String bean = properties.credentialBean();
        if (isBlank(settings.get(Setting.CREDENTIAL)) || (bean != null && !bean.isBlank())) {
            settings.put(Setting.CREDENTIAL, "application");
        }
        // The platform's names for the application know nothing of application.yaml.
        if (isBlank(settings.get(Setting.APP_NAME))) {
            put(settings, Setting.APP_NAME, environment.getProperty("spring.application.name"));
        }
        if (isBlank(settings.get(Setting.APP_VERSION))) {
            put(settings, Setting.APP_VERSION, environment.getProperty("spring.application.version"));
        }
        return new Plan(settings, unknown(), properties.excludedLoggers());
    }

    /** A text as it is; lists and maps as the lines that a text would have. */
    private @Nullable String text(String name) {
        ConfigurationPropertyName full = PREFIX.append(name);
        // Not as a String: of one that has parts, the binder would set properties such as bytes and empty.
        Object text = binder.bind(full, Bindable.of(Object.class)).orElse(null);
        if (text != null) {
            return text.toString();
        }
        Map<String, String> parts =
                binder.bind(full, Bindable.mapOf(String.class, String.class)).orElse(Map.of());
        if (parts.isEmpty()) {
            return null;
        }
        boolean list =
                parts.keySet().stream().allMatch(key -> INDEX.matcher(key).matches());
        if (list) {
            // As a list it is in order, and that of a profile takes the whole one's place.
            return String.join(
                    "\n", binder.bind(full, Bindable.listOf(String.class)).orElse(List.of()));
        }
        return parts.entrySet().stream()
                .map(part -> part.getKey() + " = " + part.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Environment variables are not looked at: those of other programs may begin alike. */
    private Map<String, String> unknown() {
        Set<String> known = Stream.concat(
                        Arrays.stream(Setting.values()).map(Setting::flatName),
                        Arrays.stream(AzureMonitorLogsProperties.class.getRecordComponents())
                                .map(component -> component.getName()))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var unknown = new TreeMap<String, String>();
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                names.stream()
                        .filter(PREFIX::isAncestorOf)
                        .filter(name -> !known.contains(name.getElement(PREFIX.getNumberOfElements(), Form.UNIFORM)))
                        .forEach(name -> unknown.putIfAbsent(
                                name.toString().substring(AzureMonitorLogsProperties.PREFIX.length() + 1),
                                value(names, name)));
            }
        }
        return unknown;
    }

    private static String value(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        return property == null ? "" : String.valueOf(property.getValue());
    }

    private static void put(Map<Setting, String> settings, Setting setting, @Nullable String text) {
        if (text != null) {
            settings.put(setting, text);
        }
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** {@code maxBlock} is {@code max-block}. */
    static String kebab(String flatName) {
        return flatName.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
