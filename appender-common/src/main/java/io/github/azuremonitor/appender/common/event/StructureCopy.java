package io.github.azuremonitor.appender.common.event;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes one settled value, which is a {@link Structure} if the value has parts. The application's collections may contain
 * themselves, be endless, change meanwhile or throw when they are read: what was read until then is kept, and a mark stands
 * for the rest.
 */
final class StructureCopy {
    /** Deeper than what anybody queries. */
    private static final int MAX_DEPTH = 8;

    /** One field is below 64 KB of UTF-8, with a few bytes around each value. */
    private static final int MAX_CHARS = 16 * 1024;

    /** Quotes, comma and colon. */
    private static final int CHARS_AROUND = 6;

    private static final String HOLDS_ITSELF = "[holds itself]";
    private static final String LEFT_OUT = "_leftOut";
    private static final String THREW = "_threw";

    /** Wrappers within each other before they are taken for one that holds itself. */
    private static final int MAX_WRAPPERS = 8;

    private @Nullable Set<Object> path;
    private int room = MAX_CHARS;
    private boolean isCut;

    /** What {@code value} is in a table, see {@link Values#settled}. Runs the application's code, never throws. */
    @Nullable Object of(Object value) {
        try {
            return settled(unwrapped(value));
        } catch (Throwable broken) {
            Values.passOn(broken);
            return Values.text(value);
        }
    }

    private @Nullable Object settled(@Nullable Object value) throws ReflectiveOperationException {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return Values.cut(text);
        }
        if (Values.isSettled(value)) {
            return value;
        }
        if (JsonText.isTree(value.getClass())) {
            Object held = PojoNodes.content(value);
            // Else plain maps and lists, which is why this comes here once.
            return settled(held == null ? JsonText.read(value.toString()) : held);
        }
        Object scalar = Scalars.of(value);
        if (scalar != null) {
            return scalar;
        }
        return Parts.hasParts(value) ? structure(value) : Values.text(value);
    }

    /** What is in it, if it is there to hold one value. Nothing is asked that might wait or compute. */
    static @Nullable Object unwrapped(@Nullable Object value) {
        Object inner = value;
        for (int i = 0; i < MAX_WRAPPERS; i++) {
            if (inner instanceof Optional<?> optional) {
                inner = optional.orElse(null);
            } else if (inner instanceof AtomicReference<?> reference) {
                inner = reference.get();
            } else if (inner instanceof OptionalInt optional) {
                return optional.isPresent() ? optional.getAsInt() : null;
            } else if (inner instanceof OptionalLong optional) {
                return optional.isPresent() ? optional.getAsLong() : null;
            } else if (inner instanceof OptionalDouble optional) {
                return optional.isPresent() ? optional.getAsDouble() : null;
            } else {
                return inner;
            }
        }
        return HOLDS_ITSELF;
    }

    private Object structure(Object value) {
        if (path == null) {
            path = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        Set<Object> above = path;
        if (above.size() == MAX_DEPTH) {
            isCut = true;
            return "[too deep]";
        }
        if (!above.add(value)) {
            return HOLDS_ITSELF;
        }
        try {
            Object parts = Parts.of(value);
            return parts instanceof Map<?, ?> map ? object(map) : list(parts);
        } finally {
            above.remove(value);
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
        } catch (Throwable broken) {
            Values.passOn(broken);
            copy.put(THREW, broken.getClass().getName());
        }
        return new Structure(copy.keySet().toArray(String[]::new), copy.values().toArray(), before - room, isCut);
    }

    private Structure list(Object value) {
        int before = room;
        List<@Nullable Object> copy = new ArrayList<>();
        try {
            if (value instanceof Iterable<?> elements) {
                for (Object element : elements) {
                    if (!takes(0)) {
                        copy.add(
                                elements instanceof Collection<?> all
                                        ? leftOut(all.size() - copy.size())
                                        : "[more left out]");
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
        } catch (Throwable broken) {
            Values.passOn(broken);
            copy.add("[reading on threw " + broken.getClass().getName() + "]");
        }
        return new Structure(null, copy.toArray(), before - room, isCut);
    }

    private @Nullable Object part(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Object settled = of(value);
        if (settled instanceof Structure) {
            return settled;
        }
        if (settled instanceof String text && text.length() > room) {
            isCut = true;
            settled = "[left out: " + text.length() + " characters]";
        }
        room -= settled == null ? 0 : Values.chars(settled);
        return settled;
    }

    /** Whether there is room for one more value with a name of that length. */
    private boolean takes(int name) {
        room -= name + CHARS_AROUND;
        isCut |= room <= 0;
        return room > 0;
    }

    private static String leftOut(int elements) {
        return "[" + Math.max(1, elements) + " left out]";
    }
}
