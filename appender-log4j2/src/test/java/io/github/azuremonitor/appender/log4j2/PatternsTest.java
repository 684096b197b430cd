package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.rows.Row;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Log4j2 itself does for a column: patterns, and what it runs on the thread that logs. */
class PatternsTest {
    @TempDir
    Path directory;

    @AfterEach
    void forgetTheThreadContext() {
        ThreadContext.clearAll();
    }

    @Test
    void aPatternIsRenderedByLog4jWithoutAStackTraceBehindIt() throws Exception {
        try (Log4jRun run = with("Message = pattern(\"%-5level %c{1.}|%X{a}\")")) {
            ThreadContext.put("a", "b");
            run.logger("com.example.Orders").info("hello", new IllegalStateException("boom"));
            assertThat(only(run).text("Message")).isEqualTo("INFO  c.e.Orders|b");
            assertThat(run.appender().requiresLocation()).isFalse();
        }
    }

    @Test
    void whereAPatternAsksWhoCalledItIsTheLogCall() throws Exception {
        try (Log4jRun run = with("Message = pattern(\"%M in %F\")")) {
            assertThat(run.appender().requiresLocation()).isTrue();
            run.logger("a").info("x");
            assertThat(only(run).text("Message"))
                    .isEqualTo("whereAPatternAsksWhoCalledItIsTheLogCall in PatternsTest.java");
        }
    }

    @Test
    void aWordThatNobodyKnowsIsAFaultOfItsColumn() throws Exception {
        try (Log4jRun run = with("Short = pattern(\"%q %msg\"); Other = pattern(\"%msg\")")) {
            run.logger("a").info("goes nowhere");
            assertThat(run.statuses.ours(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("columns", "pattern of column Short: ", "[q]")
                    .doesNotContain("Other:");
            assertThat(run.appender().stats()).isNull();
        }
    }

    @Test
    void aConverterThatThrowsCostsItsColumnAndNotTheEvent() throws Exception {
        try (Log4jRun run = with("Message = message; Thread = pattern(\"%m\"); Level = pattern(\"%p\")")) {
            run.appender()
                    .append(Log4jLogEvent.newBuilder()
                            .setLoggerName("a")
                            .setLevel(Level.INFO)
                            .setMessage(new ThrowsInLayouts())
                            .build());
            Row row = only(run);
            assertThat(row.text("Message")).isEqualTo("arrives");
            assertThat(row.text("Thread")).isEqualTo("[pattern threw java.lang.IllegalStateException]");
            assertThat(row.text("Level")).isEqualTo("INFO");
        }
    }

    @Test
    void aHugePatternIsCutAsAMessageIs() throws Exception {
        try (Log4jRun run = with("Message = pattern(\"%m%m\")")) {
            run.logger("a").info("x".repeat(60_000));
            assertThat(only(run).text("Message")).endsWith("…[cut: 120000 characters]");
        }
    }

    @Test
    void withoutATraceInTheContextTheSpanOfTheCallingThreadCounts() throws Exception {
        var span = SpanContext.create(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                TraceFlags.getSampled(),
                TraceState.getDefault());
        try (Log4jRun run = with("standard")) {
            try (Scope scope = Span.wrap(span).makeCurrent()) {
                assertThat(scope).isNotNull();
                run.logger("a").info("within");
                ThreadContext.put("trace_id", "1");
                run.logger("a").info("context");
                ThreadContext.clearAll();
            }
            run.logger("a").info("without");
            assertThat(run.rows())
                    .extracting(row -> row.text("TraceId"))
                    .containsExactlyInAnyOrder("4bf92f3577b34da6a3ce929d0e0e4736", "1", null);
            assertThat(run.rows())
                    .extracting(row -> row.text("SpanId"))
                    .containsExactlyInAnyOrder("00f067aa0ba902b7", "00f067aa0ba902b7", null);
        }
    }

    private Log4jRun with(String columns) throws Exception {
        return Log4jRun.plain(directory, "columns='" + columns + "'");
    }

    private static Row only(Log4jRun run) {
        assertThat(run.rows()).hasSize(1);
        return run.rows().get(0);
    }

    /** As a plugin of the application's may be. */
    private static final class ThrowsInLayouts extends ParameterizedMessage {
        private static final long serialVersionUID = 1;

        ThrowsInLayouts() {
            super("arrives");
        }

        @Override
        public String getFormattedMessage() {
            return "arrives";
        }

        @Override
        public void formatTo(StringBuilder buffer) {
            throw new IllegalStateException("broken");
        }
    }
}
