package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.settings.ReferenceSlips;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;

/** Looks for slips in the elements with which a configuration's loggers refer to an appender. */
final class AppenderReferences {
    private final Configuration configuration;
    private final String appender;
    private final ReferenceSlips slips;

    private AppenderReferences(Configuration configuration, String appender) {
        this.configuration = configuration;
        this.appender = appender;
        this.slips = new ReferenceSlips(appender, name -> Level.getLevel(name) != null);
    }

    /** Those that Log4j2 has not created yet: it creates loggers after the appenders if they stand behind them. */
    static List<SettingProblem> slips(Configuration configuration, String appender) {
        var references = new AppenderReferences(configuration, appender);
        if (configuration instanceof AbstractConfiguration read && read.getRootNode() != null) {
            references.find(read.getRootNode());
        }
        return references.slips.slips();
    }

    private void find(Node node) {
        if (!ReferenceSlips.ELEMENT.equalsIgnoreCase(node.getName())) {
            node.getChildren().forEach(this::find);
            return;
        }
        Map<String, String> attributes = attributes(node);
        boolean isToUs = attributes.entrySet().stream()
                .anyMatch(each ->
                        each.getKey().equalsIgnoreCase("ref") && each.getValue().equals(appender));
        if (isToUs) {
            slips.reference(attributes);
            node.getChildren().forEach(this::checkFilter);
        }
    }

    private void checkFilter(Node filter) {
        if (filter.getType() == null) {
            slips.unknown(filter.getName());
            return;
        }
        slips.filter(attributes(filter));
        filter.getChildren().forEach(this::checkFilter);
    }

    private Map<String, String> attributes(Node node) {
        var resolved = new LinkedHashMap<String, String>();
        node.getAttributes()
                .forEach((name, text) -> resolved.put(
                        name,
                        text == null ? "" : configuration.getStrSubstitutor().replace(text)));
        return resolved;
    }
}
