package io.github.azuremonitor.appender.tools.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Spring's and Log4j2's properties. */
final class FlatConfig {
    private final Path file;
    private final Placeholders placeholders;

    FlatConfig(Path file, Placeholders placeholders) {
        this.file = file;
        this.placeholders = placeholders;
    }

    List<AppenderConfig> read(Properties properties) {
        var lines = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> lines.put(name, properties.getProperty(name)));
        return read(lines);
    }

    List<AppenderConfig> read(Map<String, String> lines) {
        lines.forEach((name, value) -> {
            placeholders.define(name, value);
            if (name.startsWith("property.")) {
                placeholders.define(name.substring("property.".length()), value);
            }
        });
        var found = new ArrayList<AppenderConfig>();
        Map<String, String> spring = below(lines, Settings.SPRING_PREFIX);
        new SpringParts(lines).addTo(spring, placeholders);
        if (!spring.isEmpty()) {
            found.add(new AppenderConfig(file, "azure.monitor.logs", spring));
        }
        lines.forEach((name, value) -> {
            String[] parts = name.split("\\.", -1);
            boolean appender = parts.length == 3 && parts[0].equals("appender") && parts[2].equals("type");
            if (appender && value.strip().equalsIgnoreCase(Settings.LOG4J_PLUGIN)) {
                String prefix = parts[0] + '.' + parts[1] + '.';
                Map<String, String> settings = below(lines, prefix);
                columns(lines, prefix).addTo(settings, placeholders);
                addRoutes(lines, prefix, settings);
                found.add(new AppenderConfig(
                        file, lines.getOrDefault(prefix + "name", parts[1]).strip(), settings));
            }
        });
        return found;
    }

    /** Log4j2's components of the types Columns and Column, whatever their keys are. */
    private static ColumnLines columns(Map<String, String> lines, String appender) {
        var columns = new ColumnLines();
        lines.forEach((name, value) -> {
            if (!name.startsWith(appender) || !value.strip().equalsIgnoreCase(ColumnLines.COLUMN)) {
                return;
            }
            String[] parts = name.substring(appender.length()).split("\\.", -1);
            boolean isWithin = parts.length == 3
                    && parts[2].equals("type")
                    && lines.getOrDefault(appender + parts[0] + ".type", "")
                            .strip()
                            .equalsIgnoreCase(ColumnLines.COLUMNS);
            if (isWithin) {
                String column = name.substring(0, name.length() - "type".length());
                columns.add(lines.get(column + "name"), null, lines.get(column + "source"));
            }
        });
        return columns;
    }

    /** Log4j2's components of our type, whatever their keys are. */
    private void addRoutes(Map<String, String> lines, String appender, Map<String, String> settings) {
        lines.forEach((name, value) -> {
            boolean isWithin = name.startsWith(appender)
                    && name.endsWith(".type")
                    && name.indexOf('.', appender.length()) == name.length() - ".type".length();
            if (isWithin && value.strip().equalsIgnoreCase(Settings.LOG4J_ROUTE)) {
                String rule = lines.getOrDefault(name.substring(0, name.length() - "type".length()) + "value", "");
                Settings.addRoutes(settings, placeholders.resolve(rule).strip());
            }
        });
    }

    private Map<String, String> below(Map<String, String> lines, String prefix) {
        var settings = new LinkedHashMap<String, String>();
        lines.forEach((name, value) -> {
            String setting = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
            if (!setting.isEmpty() && setting.indexOf('.') < 0 && !Settings.isOfTheFramework(setting)) {
                settings.put(Settings.flat(setting), placeholders.resolve(value).strip());
            }
        });
        return settings;
    }
}
