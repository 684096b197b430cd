package io.github.azuremonitor.appender.common.event;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classes are known by their names where their library must not be needed. */
final class Ancestors {
    private Ancestors() {}

    /** The class, what it extends and what it implements. */
    static Set<Class<?>> of(Class<?> type) {
        var all = new LinkedHashSet<Class<?>>();
        add(type, all);
        return all;
    }

    private static void add(@Nullable Class<?> type, Set<Class<?>> to) {
        if (type != null && to.add(type)) {
            add(type.getSuperclass(), to);
            for (Class<?> each : type.getInterfaces()) {
                add(each, to);
            }
        }
    }
}
