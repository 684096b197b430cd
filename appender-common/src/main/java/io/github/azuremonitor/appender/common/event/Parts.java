package io.github.azuremonitor.appender.common.event;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which values have parts that JSON can show as an object or a list. */
final class Parts {
    private Parts() {}

    /** Whether it has parts that can be read without consuming or starting anything. */
    static boolean hasParts(Object value) {
        return value instanceof Map
                || value instanceof Collection
                || value.getClass().isArray()
                || value instanceof Map.Entry
                || value instanceof AtomicIntegerArray
                || value instanceof AtomicLongArray
                || value instanceof AtomicReferenceArray
                || (value instanceof Iterable && isMereData(value))
                || Records.isPlain(value);
    }

    /** The parts as a map, an iterable or an array. May run the application's code and throw. */
    static Object of(Object value) {
        if (value instanceof Map.Entry<?, ?> entry) {
            return Collections.singletonMap(entry.getKey(), entry.getValue());
        }
        if (value instanceof AtomicIntegerArray array) {
            return list(array.length(), array::get);
        }
        if (value instanceof AtomicLongArray array) {
            return list(array.length(), array::get);
        }
        if (value instanceof AtomicReferenceArray<?> array) {
            return list(array.length(), array::get);
        }
        return value instanceof Record && !(value instanceof Map) && !(value instanceof Iterable)
                ? Records.components(value)
                : value;
    }

    /** Paths hold paths; what is closed can be read but once; loaders, providers and exceptions are more than lists. */
    private static boolean isMereData(Object iterable) {
        return !(iterable instanceof Path
                || iterable instanceof AutoCloseable
                || iterable instanceof ServiceLoader
                || iterable instanceof Supplier
                || iterable instanceof Throwable);
    }

    private static AbstractList<@Nullable Object> list(int size, IntFunction<@Nullable Object> element) {
        return new AbstractList<>() {
            @Override
            public @Nullable Object get(int index) {
                return element.apply(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }
}
