package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.settings.Problem;
import io.github.azuremonitor.appender.common.settings.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
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

    /** Settings that have entries, and so may be lists; of the others, nothing stands below their name. */
    private static final Set<Setting> SEVERAL =
            EnumSet.of(Setting.COLUMNS, Setting.ROUTES, Setting.PROPERTIES, Setting.TRUSTED_HOSTS);

    private static final Set<String> WITH_PARTS =
            SEVERAL.stream().map(PlanReader::uniform).collect(Collectors.toSet());

    /** What no name has is meant as a pattern, or between names. */
    private static final Pattern LOGGER = Pattern.compile("[^\\s*;|\\[\\](){}?^\\\\]*[^\\s*;|\\[\\](){}?^\\\\.]");

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

    /** The properties that are no settings are bound as everywhere in Spring Boot. */
    AzureMonitorLogsProperties properties() {
        return binder.bindOrCreate(AzureMonitorLogsProperties.PREFIX, Bindable.of(AzureMonitorLogsProperties.class));
    }

    /** The plan that these properties make. */
    Plan plan(AzureMonitorLogsProperties properties) {
        var settings = new EnumMap<Setting, String>(Setting.class);
        for (Setting setting : Setting.values()) {
            put(settings, setting, text(setting));
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
        boolean verbose = Switch.isOn(properties.verbose(), false);
        return new Plan(settings, unknown(), properties.excludedLoggers(), verbose, faults(properties));
    }

    private static List<Problem> faults(AzureMonitorLogsProperties properties) {
        var faults = new ArrayList<Problem>();
        faults.addAll(Switch.faults("enabled", properties.enabled()));
        faults.addAll(Switch.faults("verbose", properties.verbose()));
        faults.addAll(
                Switch.faults("health.down-on-refused", properties.health().downOnRefused()));
        for (String logger : properties.excludedLoggers()) {
            if (!LOGGER.matcher(logger).matches()) {
                faults.add(new Problem(
                        "excluded-loggers",
                        logger,
                        "is no logger's name, and without it more would be sent; write a name, which stands for the loggers"
                                + " below it, too, and several with commas or as a list"));
            }
        }
        return faults;
    }

    /** A text as it is; lists and maps as the text that they stand for. */
    private @Nullable String text(Setting setting) {
        ConfigurationPropertyName full = PREFIX.append(kebab(setting.flatName()));
        // Not as a String: of one that has parts, the binder would set properties such as bytes and empty.
        Object text = binder.bind(full, Bindable.of(Object.class)).orElse(null);
        if (text != null) {
            return text.toString();
        }
        if (!SEVERAL.contains(setting)) {
            // What stands below its name is none of its own: the variable of dcr-immutable-id is read as
            // dcr.immutable.id.
            return null;
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
            return listed(
                    setting, binder.bind(full, Bindable.listOf(String.class)).orElse(List.of()));
        }
        return parts.entrySet().stream()
                .map(part -> part.getKey() + " = " + part.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String listed(Setting setting, List<String> entries) {
        return switch (setting) {
            case PROPERTIES -> "listed: " + String.join(", ", entries);
            case TRUSTED_HOSTS -> String.join(", ", entries);
            default -> String.join("\n", entries);
        };
    }

    /** Environment variables are not looked at: those of other programs may begin alike. */
    private Map<String, String> unknown() {
        var unknown = new TreeMap<String, String>();
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                names.stream()
                        .filter(PREFIX::isAncestorOf)
                        .filter(name -> !isKnown(name))
                        .forEach(name -> unknown.putIfAbsent(
                                name.toString().substring(AzureMonitorLogsProperties.PREFIX.length() + 1),
                                value(names, name)));
            }
        }
        return unknown;
    }

    /** What is not would be left out without a word, and then more may be sent than was meant. */
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

    /** {@code maxBlock} is {@code max-block}. */
    static String kebab(String flatName) {
        return flatName.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
