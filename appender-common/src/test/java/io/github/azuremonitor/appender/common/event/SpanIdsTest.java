package io.github.azuremonitor.appender.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class SpanIdsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void theSpanOfTheCallingThreadIsFoundAndIsGoneWithItsScope() {
        Span span = Span.wrap(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault()));
        assertThat(SpanIds.current()).isNull();
        try (Scope scope = span.makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(SpanIds.current()).isEqualTo(new SpanIds(TRACE, SPAN));
        }
        assertThat(SpanIds.current()).isNull();
    }

    @Test
    void withoutTheApiThereIsNoSpanAndNoError() throws Exception {
        assertThat(current(new Sealed("io.opentelemetry.", "io.opentelemetry.")))
                .isNull();
    }

    @Test
    void anApiThatCannotBeLoadedToItsEndIsNoError() throws Exception {
        // As with two jars of different age: the class is there, what it needs is not.
        assertThat(current(new Sealed("io.opentelemetry.", "io.opentelemetry.context.")))
                .isNull();
    }

    @Test
    void theLoaderOfTheseTestsReallyHidesTheApi() {
        var loader = new Sealed("io.opentelemetry.", "io.opentelemetry.");
        assertThatThrownBy(() -> Class.forName("io.opentelemetry.api.trace.Span", true, loader))
                .isInstanceOf(ClassNotFoundException.class);
    }

    private static Object current(ClassLoader loader) throws Exception {
        Class<?> type = Class.forName(SpanIds.class.getName(), true, loader);
        assertThat(type).isNotEqualTo(SpanIds.class);
        try {
            return type.getMethod("current").invoke(null);
        } catch (InvocationTargetException thrown) {
            throw new AssertionError(thrown.getCause());
        }
    }

    /** Loads this package and {@code own} itself, and has nothing whose name begins with {@code hidden}. */
    private static final class Sealed extends ClassLoader {
        private final String own;
        private final String hidden;

        Sealed(String own, String hidden) {
            super(SpanIdsTest.class.getClassLoader());
            this.own = own;
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(hidden)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(own) && !name.startsWith(SpanIds.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
