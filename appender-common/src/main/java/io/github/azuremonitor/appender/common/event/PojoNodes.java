package io.github.azuremonitor.appender.common.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trees of Jackson, 2 or 3, that hold an object which somebody put there: their text has what Jackson makes of it, for
 * example a number for a time. Read without naming a class of Jackson. Any thread.
 */
final class PojoNodes {
    private static final int MAX_DEPTH = 16;

    /** Nodes that are looked at; more than a copy has room for. */
    private static final int MAX_NODES = 4096;

    private int looked;

    private PojoNodes() {}

    /**
     * The object that the node holds, or the children of a tree that holds one, as a map or list. Null if there is no such
     * object, or just Jackson knows what is in it. Runs the application's code and may throw.
     */
    static @Nullable Object content(Object tree) throws ReflectiveOperationException {
        try {
            return held(tree);
        } catch (NoSuchMethodException unknown) {
            // A native image without metadata of Jackson, or a Jackson before 2.15: the tree's text has to do.
            return null;
        }
    }

    private static @Nullable Object held(Object tree) throws ReflectiveOperationException {
        String type = tree.getClass().getName();
        boolean isOfJackson = type.startsWith("com.fasterxml.jackson.") || type.startsWith("tools.jackson.");
        if (!isOfJackson || !new PojoNodes().isIn(tree, 0)) {
            return null;
        }
        if (isPojo(tree)) {
            Object held =
                    StructureCopy.unwrapped(tree.getClass().getMethod("getPojo").invoke(tree));
            return held != null && (Values.isSettled(held) || Scalars.of(held) != null || Parts.hasParts(held))
                    ? held
                    : null;
        }
        if (type.endsWith(".ObjectNode")) {
            var children = new LinkedHashMap<@Nullable Object, @Nullable Object>();
            for (Object child :
                    (Iterable<?>) tree.getClass().getMethod("properties").invoke(tree)) {
                children.put(((Map.Entry<?, ?>) child).getKey(), ((Map.Entry<?, ?>) child).getValue());
            }
            return children;
        }
        var elements = new ArrayList<@Nullable Object>();
        ((Iterable<?>) tree).forEach(elements::add);
        return elements;
    }

    private boolean isIn(Object node, int depth) {
        if (isPojo(node)) {
            return true;
        }
        if (node instanceof Iterable<?> children && depth < MAX_DEPTH) {
            for (Object child : children) {
                if (++looked > MAX_NODES) {
                    return false;
                }
                if (isIn(child, depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isPojo(Object node) {
        return node.getClass().getName().endsWith(".databind.node.POJONode");
    }
}
