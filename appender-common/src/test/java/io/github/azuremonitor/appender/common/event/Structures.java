package io.github.azuremonitor.appender.common.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settled values as maps and lists, for comparing. */
final class Structures {
    private Structures() {}

    static Object shown(Object value) {
        if (!(value instanceof Structure structure)) {
            return value;
        }
        if (!structure.isObject()) {
            var list = new ArrayList<Object>();
            for (int i = 0; i < structure.size(); i++) {
                list.add(shown(structure.value(i)));
            }
            return list;
        }
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < structure.size(); i++) {
            map.put(structure.name(i), shown(structure.value(i)));
        }
        return map;
    }

    /** As {@code Map.of}, which takes no null. */
    static Map<String, Object> map(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
