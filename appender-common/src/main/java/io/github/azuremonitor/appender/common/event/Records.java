package io.github.azuremonitor.appender.common.event;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as objects. One with a {@code toString} of its own stays a text: it may leave out on purpose what its components
 * hold.
 */
final class Records {
    private static final Method[] NONE = {};

    /** Of the JDK's types, because one of ours would keep a web application's loader in a class of others. */
    private static final ClassValue<Method[]> ACCESSORS = new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
            try {
                return accessors(type);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError closed) {
                return NONE;
            }
        }
    };

    private Records() {}

    /** Whether it is a record whose text is what the compiler makes of its components. */
    static boolean isPlain(Object value) {
        return value instanceof Record && ACCESSORS.get(value.getClass()).length > 0;
    }

    /** Names and values of the components; one that throws is a mark. Runs the application's code. */
    static Map<String, @Nullable Object> components(Object record) {
        var components = new LinkedHashMap<String, @Nullable Object>();
        for (Method accessor : ACCESSORS.get(record.getClass())) {
            components.put(accessor.getName(), component(record, accessor));
        }
        return components;
    }

    private static @Nullable Object component(Object record, Method accessor) {
        try {
            return accessor.invoke(record);
        } catch (InvocationTargetException threw) {
            Throwable cause = threw.getCause();
            return "[threw " + (cause == null ? threw : cause).getClass().getName() + "]";
        } catch (IllegalAccessException closed) {
            return "[not accessible]";
        }
    }

    private static Method[] accessors(Class<?> type) throws ReflectiveOperationException {
        // What the compiler adds is final, what people write is not.
        if (!Modifier.isFinal(type.getDeclaredMethod("toString").getModifiers())) {
            return NONE;
        }
        RecordComponent[] components = type.getRecordComponents();
        Method[] accessors = new Method[components.length];
        for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            accessors[i].setAccessible(true);
        }
        return accessors;
    }
}
