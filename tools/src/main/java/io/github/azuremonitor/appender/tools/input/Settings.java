package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.Setting;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of settings as front ends write them. */
final class Settings {
    static final String LOGBACK_CLASS = "io.github.azuremonitor.appender.logback.AzureMonitorAppender";
    static final String LOG4J_PLUGIN = "AzureMonitor";
    static final String SPRING_PREFIX = "azure.monitor.logs.";

    /** What every appender of a framework has besides its settings. */
    private static final Set<String> OF_THE_FRAMEWORK =
            Set.of("name", "class", "type", "filter", "filters", "ignoreexceptions", "layout", "property");

    /** Elements with one rule each, which together make the setting {@code routes}. */
    static final String LOGBACK_ROUTE = "route";

    static final String LOG4J_ROUTE = "AzureMonitorRoute";

    /** Properties of the starter besides the settings; a test compares them with its class. */
    static final Set<String> OF_THE_STARTER =
            Set.of("enabled", "excludedloggers", "credentialbean", "verbose", "health");

    static final String ENABLED_VARIABLE = "AZURE_MONITOR_LOGS_ENABLED";

    private Settings() {}

    /** @param plain a name as {@link #plain} writes it */
    static boolean isOfTheStarter(String plain) {
        return OF_THE_STARTER.contains(plain);
    }

    static boolean isOfTheFramework(String name) {
        return OF_THE_FRAMEWORK.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Appends rules of {@code routes} to the existing ones. */
    static void addRoutes(Map<String, String> settings, String rules) {
        settings.merge(
                Setting.ROUTES.flatName(), rules, (before, more) -> before.isBlank() ? more : before + "\n" + more);
    }

    /** The flat name of a setting written in another case or with dashes; an unknown one unchanged. */
    static String flat(String name) {
        String plain = plain(name);
        for (Setting setting : Setting.values()) {
            if (plain(setting.flatName()).equals(plain)) {
                return setting.flatName();
            }
        }
        return name;
    }

    /** Without case and dashes. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }
}
