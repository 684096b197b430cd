package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.status.Status;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.rows.Row;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

/** What Logback itself does for a column: patterns, elements of the configuration, the span of the calling thread. */
class ColumnsAreRenderedTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    private static Logger itself;

    @AfterEach
    void forgetTheMdc() {
        MDC.clear();
    }

    @Test
    void aPatternIsRenderedByLogbackWithoutAStackTraceBehindIt(LogsEmulator azure) {
        try (Application application = application(azure, "Message = pattern('%-5level %logger{20}|%mdc{a:-none}')")) {
            application.logger("com.example.shop.Orders").info("hello {}", "you", new IllegalStateException("boom"));
            assertThat(onlyRow(application, azure).text("Message")).isEqualTo("INFO  c.e.shop.Orders|none");
        }
    }

    @Test
    void whereAPatternAsksWhoCalledItIsTheLogCall(LogsEmulator azure) {
        try (Application application = application(azure, "Message = pattern('%method in %file')")) {
            application.logger("a").info("x");
            assertThat(onlyRow(application, azure).text("Message"))
                    .isEqualTo("whereAPatternAsksWhoCalledItIsTheLogCall in ColumnsAreRenderedTest.java");
        }
    }

    @Test
    void wordsOfTheConfigurationAreKnownToPatterns(LogsEmulator azure) {
        String rule = "<conversionRule conversionWord='loud' converterClass='" + Loud.class.getName() + "'/>";
        try (Application application = Application.configured(with(rule, azure, "Message = pattern('%loud!')"))) {
            application.logger("a").info("hello");
            assertThat(onlyRow(application, azure).text("Message")).isEqualTo("HELLO!");
        }
    }

    @Test
    void aWordThatNobodyKnowsIsAFaultOfItsColumnAndNoError(LogsEmulator azure) {
        try (Application application = application(azure, "Short = pattern('%lvl %msg'); Other = pattern('%msg')")) {
            application.logger("a").info("goes nowhere");
            assertThat(application.warnings())
                    .singleElement()
                    .asString()
                    .contains("columns", "pattern of column Short: ", "[lvl]")
                    .doesNotContain("Other:");
            // An ERROR of anybody's would keep Spring Boot from starting.
            assertThat(application.statuses()).noneMatch(status -> status.getLevel() == Status.ERROR);
            assertThat(application.stats()).isNull();
        }
    }

    @Test
    void aPatternThatCannotBeParsedIsAFaultToo(LogsEmulator azure) {
        try (Application application = application(azure, "Short = pattern('%msg{')")) {
            assertThat(application.warnings()).singleElement().asString().contains("pattern of column Short: ");
            assertThat(application.stats()).isNull();
        }
    }

    @Test
    void aWordWithAWrongOptionIsTold(LogsEmulator azure) {
        try (Application application = application(azure, "Message = pattern('%d{no date} %m')")) {
            application.logger("a").info("arrives");
            assertThat(application.warnings())
                    .isNotEmpty()
                    .allMatch(line -> line.contains("a part of the pattern %d{no date} %m is not what it says: "));
            assertThat(onlyRow(application, azure).text("Message")).endsWith(" arrives");
        }
    }

    @Test
    void aConverterThatThrowsCostsItsColumnAndNotTheEvent(LogsEmulator azure) {
        String rule = "<conversionRule conversionWord='bad' converterClass='" + Bad.class.getName() + "'/>";
        String columns = "Message = message; Thread = pattern('%bad'); Level = pattern('%p')";
        try (Application application = Application.configured(with(rule, azure, columns))) {
            application.logger("a").info("arrives");
            Row row = onlyRow(application, azure);
            assertThat(row.text("Message")).isEqualTo("arrives");
            assertThat(row.text("Thread")).isEqualTo("[pattern threw java.lang.NoClassDefFoundError]");
            assertThat(row.text("Level")).isEqualTo("INFO");
        }
    }

    @Test
    void aHugePatternIsCutAsAMessageIs(LogsEmulator azure) {
        try (Application application = application(azure, "Message = pattern('%replace(%msg){\"x\",\"yyyy\"}')")) {
            application.logger("a").info("x".repeat(100_000));
            assertThat(onlyRow(application, azure).text("Message")).endsWith("…[cut: 400000 characters]");
        }
    }

    @Test
    void patternsWhosePartsLogThemselvesMakeNoAvalanche(LogsEmulator azure) {
        String columns = "Message = pattern('%kvp'); Thread = pattern('%kvp '); Level = pattern('%kvp  ')";
        try (Application application = application(azure, columns)) {
            itself = application.logger("a");
            itself.atInfo().setMessage("x").addKeyValue("v", new LogsItself()).log();
            application.flush();
            assertThat(azure.rows(STREAM)).hasSizeBetween(1, 1000);
            assertThat(azure.rows(STREAM))
                    .anySatisfy(row -> assertThat(row.text("Message")).contains("log calls within"));
        }
    }

    @Test
    void columnsCanBeElementsOnTheirOwnOrBesideAText(LogsEmulator azure) {
        String direct = "<column>Level = level</column><column>Message = pattern(\"%p: %m\")</column>";
        for (String columns : new String[] {
            direct,
            "<columns>" + direct + "</columns>",
            "<columns>Level = level <column>Message = pattern(\"%p: %m\")</column></columns>",
            "<columns>\n  <column>\n Level = level\n</column>\n  <column>Message = pattern(\"%p: %m\")</column>\n</columns>",
            "<columns>Level = level</columns><column>Message = pattern(\"%p: %m\")</column>",
        }) {
            azure.clear();
            try (Application application = Application.configured(withElements("", azure, columns))) {
                application.logger("a").info("hello");
                Row row = onlyRow(application, azure);
                assertThat(row.text("Level")).as(columns).isEqualTo("INFO");
                assertThat(row.text("Message")).as(columns).isEqualTo("INFO: hello");
                assertThat(application.warnings()).as(columns).isEmpty();
            }
        }
    }

    @Test
    void theElementsOfThePageWork(LogsEmulator azure) throws Exception {
        String page = Files.readString(Path.of("../docs/columns.md"));
        int start = page.indexOf("<columns>\n");
        String elements = page.substring(start, page.indexOf("```", start))
                .replace("OrderId:long = mdc.orderId", "Seq:long = mdc.seq")
                .replace("Tenant", "Thread");
        try (Application application = Application.configured(withElements("", azure, elements))) {
            MDC.put("seq", "42");
            application.logger("a").info("hello");
            Row row = onlyRow(application, azure);
            assertThat(row.get("Seq").longValue()).isEqualTo(42);
            assertThat(row.text("Thread")).isEqualTo("none");
            assertThat(row.text("Message")).isEqualTo("hello");
        }
    }

    @Test
    void aFaultInAnElementIsToldWithItsPlace(LogsEmulator azure) {
        String columns = "<column>standard</column><column>Ab = thred</column>";
        try (Application application = Application.configured(withElements("", azure, columns))) {
            assertThat(application.warnings())
                    .singleElement()
                    .asString()
                    .contains("at line 2, character 6: 'thred' is not a source; nearest is thread");
        }
    }

    @Test
    void withoutATraceInTheMdcTheSpanOfTheCallingThreadCounts(LogsEmulator azure) {
        var span = SpanContext.create(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                TraceFlags.getSampled(),
                TraceState.getDefault());
        try (Application application = application(azure, "standard")) {
            try (Scope scope = Span.wrap(span).makeCurrent()) {
                assertThat(scope).isNotNull();
                application.logger("a").info("within");
                MDC.put("traceId", "1");
                application.logger("a").info("mdc");
                MDC.clear();
            }
            application.logger("a").info("without");
            application.flush();
            assertThat(Application.column(azure, "TraceId"))
                    .containsExactlyInAnyOrder("4bf92f3577b34da6a3ce929d0e0e4736", "1", null);
            assertThat(Application.column(azure, "SpanId"))
                    .containsExactlyInAnyOrder("00f067aa0ba902b7", "00f067aa0ba902b7", null);
        }
    }

    private static Application application(LogsEmulator azure, String columns) {
        return Application.shippingTo(azure, "columns=" + columns);
    }

    private static String with(String rule, LogsEmulator azure, String columns) {
        return Application.configuration(Application.appender("AZURE", azure, "columns=" + columns))
                .replace("<configuration>", "<configuration>" + rule);
    }

    private static String withElements(String rule, LogsEmulator azure, String elements) {
        return with(rule, azure, "GONE").replace("<columns>GONE</columns>", elements);
    }

    private static Row onlyRow(Application application, LogsEmulator azure) {
        application.flush();
        assertThat(azure.rows(STREAM)).hasSize(1);
        return azure.rows(STREAM).get(0);
    }

    /** Of a conversionRule. */
    public static final class Loud extends ClassicConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return event.getFormattedMessage().toUpperCase(java.util.Locale.ROOT);
        }
    }

    /** Of a conversionRule. */
    public static final class Bad extends ClassicConverter {
        @Override
        public String convert(ILoggingEvent event) {
            throw new NoClassDefFoundError("gone");
        }
    }

    private static final class LogsItself {
        @Override
        public String toString() {
            itself.atInfo().setMessage("y").addKeyValue("v", this).log();
            return "z";
        }
    }
}
