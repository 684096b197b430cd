package io.github.azuremonitor.appender.common.event;

import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;

/**
 * Objects that write themselves with a generator of Jackson 2 or 3: they get a generator of the version that they know, and
 * what they write is parsed. The application that uses such objects brings Jackson.
 */
final class SelfWriting {
    /** Characters that are read of one object. */
    private static final int MAX_CHARS = 256 * 1024;

    /** One for each Jackson. It is a class of that Jackson, so that it keeps nobody else's loader. */
    private static final ClassValue<Object> MAPPERS = new ClassValue<>() {
        @Override
        protected Object computeValue(Class<?> mapper) {
            try {
                return mapper(mapper);
            } catch (ReflectiveOperationException broken) {
                throw new IllegalStateException("no " + mapper.getName(), broken);
            }
        }
    };

    private SelfWriting() {}

    /** The names and values that {@code writeTo} writes. */
    static Map<?, ?> read(Object object, Method writeTo) throws ReflectiveOperationException {
        Class<?> generatorType = writeTo.getParameterTypes()[0];
        String packages = generatorType.getName().replace(".core.JsonGenerator", "");
        Class<?> mapperType = Class.forName(
                packages + ".databind.ObjectMapper",
                true,
                writeTo.getDeclaringClass().getClassLoader());
        var text = new Text();
        Object generator = mapperType.getMethod("createGenerator", Writer.class).invoke(MAPPERS.get(mapperType), text);
        generatorType.getMethod("writeStartObject").invoke(generator);
        try {
            writeTo.invoke(object, generator);
        } catch (InvocationTargetException broken) {
            // What it had written before is not closed, and worth nothing.
            throw new IllegalArgumentException(
                    object.getClass().getName() + " did not write itself", broken.getCause());
        }
        generatorType.getMethod("writeEndObject").invoke(generator);
        generatorType.getMethod("flush").invoke(generator);
        return JsonText.read(text.written.toString()) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Object mapper(Class<?> type) throws ReflectiveOperationException {
        Object mapper = type.getConstructor().newInstance();
        if (type.getName().startsWith("com.fasterxml.")) {
            // As Jackson 3 is by default: with whatever modules are there, and times as text.
            type.getMethod("findAndRegisterModules").invoke(mapper);
            Class<?> feature =
                    Class.forName("com.fasterxml.jackson.databind.SerializationFeature", true, type.getClassLoader());
            Method configure = type.getMethod("configure", feature, boolean.class);
            for (Object each : feature.getEnumConstants()) {
                String name = ((Enum<?>) each).name();
                if (name.equals("WRITE_DATES_AS_TIMESTAMPS") || name.equals("FAIL_ON_EMPTY_BEANS")) {
                    configure.invoke(mapper, each, false);
                }
            }
        }
        return mapper;
    }

    /** Takes no more than is read. */
    private static final class Text extends Writer {
        private final StringBuilder written = new StringBuilder();

        @Override
        public void write(char[] chars, int offset, int length) throws IOException {
            if (written.length() + length > MAX_CHARS) {
                throw new IOException("more than " + MAX_CHARS + " characters");
            }
            written.append(chars, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
