package io.github.azuremonitor.appender.log4j2;

import java.util.List;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.visitors.AbstractPluginVisitor;

/** Reads {@link NestedElements}. Public only for Log4j2, which calls its constructor. */
public final class NestedElementsVisitor extends AbstractPluginVisitor<NestedElements> {
    /** For Log4j2. */
    public NestedElementsVisitor() {
        super(NestedElements.class);
    }

    @Override
    public Object visit(Configuration configuration, Node node, LogEvent event, StringBuilder log) {
        List<NestedElement> all = node.getChildren().stream()
                .map(child -> NestedElement.made(child, configuration, event))
                .toList();
        // Log4j2 fails on an element without a plugin, and creates no appender that could report which one it is.
        node.getChildren().removeIf(child -> child.getType() == null);
        return all;
    }
}
