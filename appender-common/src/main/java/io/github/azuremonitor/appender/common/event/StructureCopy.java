package io.github.azuremonitor.appender.common.event;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one {@link Structure}. The application's collections may hold themselves, never end, change meanwhile or throw
 * when they are read: what was read until then is kept, and a mark tells the rest.
 */
final class StructureCopy {
    /** Deeper than what anybody queries. */
    private static final int MAX_DEPTH = 8;

    /** One field is below 64 KB of UTF-8, with a few bytes around each value. */
    private static final int MAX_CHARS = 16 * 1024;

    /** Quotes, comma and colon. */
    private static final int CHARS_AROUND = 6;

    private static final String LEFT_OUT = "_leftOut";
    private static final String THREW = "_threw";

    private final Set<Object> path = Collections.newSetFromMap(new IdentityHashMap<>());
    private int room = MAX_CHARS;

    private StructureCopy() {}

    /** Whether {@code value} has parts that JSON can show. */
    static boolean isStructure(Object value) {
        return value instanceof Map
                || value instanceof Collection
                || value.getClass().isArray();
    }

    /** A copy of {@code value}, of which {@link #isStructure} is true. Runs the application's code, never throws. */
    static Object of(Object value) {
        return new StructureCopy().structure(value);
    }

    private Object structure(Object value) {
        if (path.size() == MAX_DEPTH) {
            return "[too deep]";
        }
        if (!path.add(value)) {
            return "[holds itself]";
        }
        try {
            return value instanceof Map<?, ?> map ? object(map) : list(value);
        } finally {
            path.remove(value);
        }
    }

    private Structure object(Map<?, ?> map) {
        int before = room;
        var copy = new LinkedHashMap<String, @Nullable Object>();
        try {
            int seen = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object key = entry.getKey();
                String name = key == null ? "null" : Values.text(key);
                if (!takes(name.length())) {
                    copy.put(LEFT_OUT, (long) Math.max(1, map.size() - seen));
                    break;
                }
                copy.put(name, part(entry.getValue()));
                seen++;
            }
        } catch (Exception | LinkageError | AssertionError | StackOverflowError broken) {
            copy.put(THREW, broken.getClass().getName());
        }
        return new Structure(copy.keySet().toArray(String[]::new), copy.values().toArray(), before - room);
    }

    private Structure list(Object value) {
        int before = room;
        List<@Nullable Object> copy = new ArrayList<>();
        try {
            if (value instanceof Collection<?> collection) {
                for (Object element : collection) {
                    if (!takes(0)) {
                        copy.add(leftOut(collection.size() - copy.size()));
                        break;
                    }
                    copy.add(part(element));
                }
            } else {
                int length = Array.getLength(value);
                for (int i = 0; i < length; i++) {
                    if (!takes(0)) {
                        copy.add(leftOut(length - i));
                        break;
                    }
                    copy.add(part(Array.get(value, i)));
                }
            }
        } catch (Exception | LinkageError | AssertionError | StackOverflowError broken) {
            copy.add("[reading on threw " + broken.getClass().getName() + "]");
        }
        return new Structure(null, copy.toArray(), before - room);
    }

    private @Nullable Object part(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (isStructure(value)) {
            return structure(value);
        }
        Object settled = Values.settled(value);
        if (settled instanceof String text && text.length() > room) {
            settled = "[left out: " + text.length() + " characters]";
        }
        room -= settled == null ? 0 : Values.chars(settled);
        return settled;
    }

    /** Whether there is room for one more value with a name of that length. */
    private boolean takes(int name) {
        room -= name + CHARS_AROUND;
        return room > 0;
    }

    private static String leftOut(int elements) {
        return "[" + Math.max(1, elements) + " left out]";
    }
}
