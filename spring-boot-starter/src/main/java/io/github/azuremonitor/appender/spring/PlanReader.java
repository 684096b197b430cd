package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
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

/** Makes a plan from an application's properties, before there is any bean. */
final class PlanReader {
    private static final ConfigurationPropertyName PREFIX =
            ConfigurationPropertyName.of(AzureMonitorLogsProperties.PREFIX);

    /** An index of a list, in the place of a map's key. */
    private static final Pattern INDEX = Pattern.compile("\\d+");

    private static final Pattern LISTED = Pattern.compile("listed(\\.\\d+)?");

    /** Settings with entries, which may be lists; the others have no properties below their name. */
    private static final Set<Setting> SEVERAL =
            EnumSet.of(Setting.COLUMNS, Setting.ROUTES, Setting.PROPERTIES, Setting.TRUSTED_HOSTS);

    private static final Set<String> WITH_PARTS =
            SEVERAL.stream().map(PlanReader::uniform).collect(Collectors.toSet());

    private static final String EXCLUDED_LOGGERS = "excludedloggers";

    private static final Set<String> SINGLE = Stream.concat(
                    Arrays.stream(Setting.values()).map(PlanReader::uniform),
                    Stream.of("enabled", EXCLUDED_LOGGERS, "credentialbean", "verbose"))
            .collect(Collectors.toSet());

    private final Environment environment;
    private final Binder binder;

    PlanReader(Environment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
    }

    /** Binds the properties that are not settings in the usual way of Spring Boot. */
    AzureMonitorLogsProperties properties() {
        return binder.bindOrCreate(AzureMonitorLogsProperties.PREFIX, Bindable.of(AzureMonitorLogsProperties.class));
    }

    /** The plan for these properties. */
    Plan plan(AzureMonitorLogsProperties properties) {
        var settings = new EnumMap<Setting, String>(Setting.class);
        for (Setting setting : Setting.values()) {
            put(settings, setting, text(setting));
        }
        String bean = properties.credentialBean();
        if (isBlank(settings.get(Setting.CREDENTIAL)) || (bean != null && !bean.isBlank())) {
            settings.put(Setting.CREDENTIAL, "application");
        }
        // The platform's names for the application do not take application.yaml into account.
        if (isBlank(settings.get(Setting.APP_NAME))) {
            put(settings, Setting.APP_NAME, environment.getProperty("spring.application.name"));
        }
        if (isBlank(settings.get(Setting.APP_VERSION))) {
            put(settings, Setting.APP_VERSION, environment.getProperty("spring.application.version"));
        }
        boolean verbose = Switch.isOn(properties.verbose(), false);
        List<SettingProblem> faults = faults(properties);
        faults.addAll(misspelt(settings.keySet()));
        return new Plan(settings, unknown(), properties.excludedLoggers(), verbose, faults);
    }

    private static List<SettingProblem> faults(AzureMonitorLogsProperties properties) {
        var faults = new ArrayList<SettingProblem>();
        faults.addAll(Switch.faults("enabled", properties.enabled()));
        faults.addAll(Switch.faults("verbose", properties.verbose()));
        faults.addAll(
                Switch.faults("health.down-on-refused", properties.health().downOnRefused()));
        faults.addAll(ExcludedLoggers.faults(properties.excludedLoggers()));
        return faults;
    }

    /** A text unchanged; lists and maps as the equivalent text. */
    private @Nullable String text(Setting setting) {
        ConfigurationPropertyName full = PREFIX.append(setting.kebabName());
        // Not as a String: for a value with parts, the binder would set properties of String such as bytes and empty.
        Object text = binder.bind(full, Bindable.of(Object.class)).orElse(null);
        if (text != null) {
            return text.toString();
        }
        if (!SEVERAL.contains(setting)) {
            // Properties below its name are not its own: the variable of dcr-immutable-id is read as dcr.immutable.id.
            return null;
        }
        Map<String, String> parts =
                binder.bind(full, Bindable.mapOf(String.class, String.class)).orElse(Map.of());
        if (parts.isEmpty()) {
            return null;
        }
        if (parts.keySet().stream().allMatch(key -> INDEX.matcher(key).matches())) {
            // A list keeps its order, and a profile's list replaces the whole list.
            return setting.textOf(list(full));
        }
        if (setting == Setting.PROPERTIES
                && parts.keySet().stream().allMatch(key -> LISTED.matcher(key).matches())) {
            // The text "listed: key1, key2" as YAML takes it without quotes.
            return setting.textOf(list(full.append("listed")));
        }
        return parts.entrySet().stream()
                .map(part -> part.getKey() + " = " + part.getValue())
                .collect(Collectors.joining("\n"));
    }

    private List<String> list(ConfigurationPropertyName name) {
        return binder.bind(name, Bindable.listOf(String.class)).orElse(List.of());
    }

    private Map<String, String> unknown() {
        var unknown = new TreeMap<String, String>();
        eachName((source, name) -> {
            if (PREFIX.isAncestorOf(name) && !isKnown(name)) {
                unknown.putIfAbsent(
                        name.toString().substring(AzureMonitorLogsProperties.PREFIX.length() + 1), value(source, name));
            }
        });
        return unknown;
    }

    /** Properties with a misspelt prefix that would limit what is sent. */
    private Collection<SettingProblem> misspelt(Set<Setting> given) {
        Set<String> names = given.stream().map(Setting::flatName).collect(Collectors.toSet());
        var slips = new TreeMap<String, SettingProblem>();
        eachName((source, name) -> {
            SettingProblem slip = PREFIX.isAncestorOf(name) ? null : MisspeltNames.property(name.toString(), names);
            if (slip != null) {
                slips.put(name.toString(), slip);
            }
        });
        return slips.values();
    }

    /** Environment variables are not included: those of other programs may begin alike. */
    private void eachName(BiConsumer<ConfigurationPropertySource, ConfigurationPropertyName> visitor) {
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                names.stream().forEach(name -> visitor.accept(names, name));
            }
        }
    }

    /** An unknown one would be silently ignored, and then more might be sent than intended. */
    private static boolean isKnown(ConfigurationPropertyName name) {
        int below = PREFIX.getNumberOfElements();
        String first = name.getElement(below, Form.UNIFORM);
        boolean single = name.getNumberOfElements() == below + 1;
        if (single) {
            return SINGLE.contains(first);
        }
        boolean indexed = name.getNumberOfElements() == below + 2 && name.isNumericIndex(below + 1);
        return WITH_PARTS.contains(first)
                || (indexed && first.equals(EXCLUDED_LOGGERS))
                || name.equals(PREFIX.append("health.down-on-refused"));
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

    private static String uniform(Setting setting) {
        return setting.flatName().toLowerCase(Locale.ROOT);
    }
}
