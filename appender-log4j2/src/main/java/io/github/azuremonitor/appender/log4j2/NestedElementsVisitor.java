package io.github.azuremonitor.appender.log4j2;

import java.util.List;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.visitors.AbstractPluginVisitor;

/** Reads {@link NestedElements}. Public for Log4j2 alone, which makes it by its constructor. */
public final class NestedElementsVisitor extends AbstractPluginVisitor<NestedElements> {
    /** For Log4j2. */
    public NestedElementsVisitor() {
        super(NestedElements.class);
    }

    @Override
    public Object visit(Configuration configuration, Node node, LogEvent event, StringBuilder log) {
        List<Node> all = List.copyOf(node.getChildren());
        // Over an element without a plugin Log4j2 stumbles, and makes no appender that could say which one it is.
        node.getChildren().removeIf(child -> child.getType() == null);
        return all;
    }
}
