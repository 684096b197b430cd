package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/**
 * An element within the appender's own, and what Log4j2 reported while creating it. For an unknown value in an
 * attribute of a filter, such as DENNY, Log4j2 reports it and uses the attribute's default, with which more may be
 * sent.
 */
final class NestedElement {
    private final Node node;
    private final List<String> said;

    private NestedElement(Node node, List<String> said) {
        this.node = node;
        this.said = said;
    }

    /** Creates the element, unless its name is unknown. */
    static NestedElement made(Node node, Configuration configuration, LogEvent event) {
        var listener = new Listener();
        if (node.getType() != null) {
            StatusLogger.getLogger().registerListener(listener);
            try {
                configuration.createConfiguration(node, event);
            } finally {
                StatusLogger.getLogger().removeListener(listener);
            }
        }
        return new NestedElement(node, listener.said);
    }

    Node node() {
        return node;
    }

    /** What is wrong with the element itself. */
    List<SettingProblem> slips() {
        String name = "element <" + node.getName() + ">";
        if (node.getObject() == null) {
            return List.of(new SettingProblem(name, null, "Log4j2 cannot make it, and says why in its own line"));
        }
        Object made = node.getObject();
        if (made instanceof Layout || made instanceof ColumnElements || made instanceof AzureMonitorRoute) {
            // The first has no effect anyway, and the others report their own faults.
            return List.of();
        }
        return said.stream()
                .map(line -> new SettingProblem(name, null, "Log4j2 cannot read a part of it: " + line))
                .toList();
    }

    /** Listens to one thread only: others may configure something else meanwhile. */
    private static final class Listener implements StatusListener {
        private final Thread maker = Thread.currentThread();
        private final List<String> said = new ArrayList<>();

        @Override
        public void log(StatusData data) {
            String line = data.getMessage().getFormattedMessage();
            // The latter is only a warning.
            if (Thread.currentThread() == maker
                    && (data.getLevel().isMoreSpecificThan(Level.ERROR) || line.startsWith("Error while converting"))) {
                said.add(line);
            }
        }

        @Override
        public Level getStatusLevel() {
            return Level.WARN;
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
