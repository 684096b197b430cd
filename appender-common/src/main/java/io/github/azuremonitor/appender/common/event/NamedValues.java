package io.github.azuremonitor.appender.common.event;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Objects that carry named values as arguments or markers of a log call, by the convention of a library: structured
 * arguments and markers of logstash-logback-encoder, SLF4J's pairs, markers that hold a map. The libraries are not needed:
 * their classes are known by name and read by what they offer.
 *
 * <p>Any thread. Whether a class is one of these is found out once, and looked up in a table from then on.
 */
public final class NamedValues {
    private static final AccessibleObject[] NONE = {};

    /** Suppliers that supply suppliers. */
    private static final int MAX_DEFERRED = 8;

    /**
     * How objects of a class are read. Of the JDK's types, because one of ours would keep a web application's loader in a
     * class of others.
     */
    private static final ClassValue<AccessibleObject[]> READERS = new ClassValue<>() {
        @Override
        protected AccessibleObject[] computeValue(Class<?> type) {
            for (Class<?> ancestor : Ancestors.of(type)) {
                try {
                    AccessibleObject[] readers = readers(ancestor);
                    if (readers.length > 0) {
                        return readers;
                    }
                } catch (ReflectiveOperationException | RuntimeException | LinkageError otherwise) {
                    // Of another version, or closed: there may be another way for what it extends.
                }
            }
            return NONE;
        }
    };

    private NamedValues() {}

    /** Whether {@code value} carries named values. Runs none of its code. */
    public static boolean isCarrier(Object value) {
        Class<?> type = value.getClass();
        return type.getClassLoader() != null && READERS.get(type).length > 0;
    }

    /** Whether a marker of that name is one that carried values before it was taken over by another framework. */
    public static boolean isCarrierName(String marker) {
        return marker.startsWith("LS_");
    }

    /**
     * Gives {@code to} each name with its value, which is not settled. Runs the application's code, which may throw.
     *
     * @param carrier of which {@link #isCarrier} is true
     * @throws IllegalArgumentException if it cannot be read
     */
    public static void read(Object carrier, BiConsumer<String, @Nullable Object> to) {
        try {
            read(carrier, to, 0);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalArgumentException(carrier.getClass().getName() + " cannot be read", broken);
        }
    }

    private static void read(Object carrier, BiConsumer<String, @Nullable Object> to, int depth)
            throws ReflectiveOperationException {
        AccessibleObject[] readers = READERS.get(carrier.getClass());
        if (readers.length == 2) {
            to.accept(String.valueOf(get(readers[0], carrier)), get(readers[1], carrier));
            return;
        }
        if (readers.length == 0 || depth > MAX_DEFERRED) {
            return;
        }
        if (readers[0] instanceof Method method && method.getParameterCount() == 1) {
            each(SelfWriting.read(carrier, method), to);
            return;
        }
        Object inner = get(readers[0], carrier);
        if (inner instanceof Map<?, ?> map) {
            each(map, to);
        } else if (inner != null) {
            read(inner, to, depth + 1);
            // A marker that was supplied brings those that it refers to.
            if (inner instanceof Iterable<?> references) {
                for (Object reference : references) {
                    read(reference, to, depth + 1);
                }
            }
        }
    }

    private static void each(Map<?, ?> map, BiConsumer<String, @Nullable Object> to) {
        map.forEach((name, value) -> to.accept(String.valueOf(name), value));
    }

    private static @Nullable Object get(AccessibleObject reader, Object from) throws ReflectiveOperationException {
        return reader instanceof Field field ? field.get(from) : ((Method) reader).invoke(from);
    }

    /** A name and a value; or one member that gives a map or another carrier; or a method that writes JSON. */
    private static AccessibleObject[] readers(Class<?> type) throws ReflectiveOperationException {
        return switch (type.getName()) {
            case "net.logstash.logback.marker.ObjectAppendingMarker" ->
                open(type.getMethod("getFieldName"), type.getDeclaredMethod("getFieldValue"));
            case "net.logstash.logback.marker.MapEntriesAppendingMarker" -> open(type.getDeclaredField("map"));
            case "net.logstash.logback.marker.DeferredLogstashMarker",
                    "net.logstash.logback.argument.DeferredStructuredArgument" ->
                open(type.getDeclaredMethod("getSuppliedValue"));
            // Stands for others and has no value itself: neither has its name, which is all that it is asked for.
            case "net.logstash.logback.marker.EmptyLogstashMarker" -> open(type.getMethod("getName"));
            case "net.logstash.logback.marker.LogstashMarker", "net.logstash.logback.argument.StructuredArgument" ->
                open(writeTo(type));
            case "ch.qos.logback.more.appenders.marker.MapMarker" -> open(type.getMethod("getMap"));
            case "org.slf4j.event.KeyValuePair" -> open(type.getField("key"), type.getField("value"));
            default -> NONE;
        };
    }

    /** Its parameter is the generator of that Jackson which the library was made for. */
    private static Method writeTo(Class<?> type) throws NoSuchMethodException {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("writeTo") && method.getParameterCount() == 1)
                .filter(method -> !method.isBridge())
                .findFirst()
                .orElseThrow(NoSuchMethodException::new);
    }

    private static AccessibleObject[] open(AccessibleObject... members) {
        for (AccessibleObject member : members) {
            member.setAccessible(true);
        }
        return members;
    }
}
