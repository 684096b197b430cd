package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.common.column.ColumnList;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The step {@code hash}, whose pseudonyms other languages can make as well: those here are from Python's hmac. */
class PseudonymTest {
    private static final String ACME = "a43cace772901f139ea39d26fc45d9ca";

    private final Rows rows = new Rows();

    @Test
    void aWholeValueBecomesTheHashThatOtherLanguagesMake() throws Exception {
        assertThat(row("Ab = mdc.tenant hash(\"env:PSEUDONYM_KEY\")", "tenant", "acme")
                        .path("Ab")
                        .asText())
                .isEqualTo(ACME);
    }

    @Test
    void whatAnExpressionFindsInATextIsHashedAndTheRestStays() throws Exception {
        assertThat(row(
                                "Ab = mdc.text hash('env:PSEUDONYM_KEY', '\\w+@\\w+') redact('secret')",
                                "text",
                                "me@home has a secret")
                        .path("Ab")
                        .asText())
                .isEqualTo("4508802395c0973efc6df5f56faeb698 has a [redacted]");
    }

    @Test
    void inAnObjectEachValueIsHashedNumbersAndTruthsToo() throws Exception {
        JsonNode row = rows.row("Ab = kv.* hash('env:PSEUDONYM_KEY')", event -> {
            event.keyValues().accept("order", 42);
            event.keyValues().accept("vip", true);
        });
        assertThat(row.path("Ab").path("order").asText()).isEqualTo("ff8ed31b64ce045e6807a8f3ee41636b");
        assertThat(row.path("Ab").path("vip").asText()).hasSize(32);
    }

    @Test
    void aLongTextAndAnEmptyOneAreHashedAsWell() throws Exception {
        assertThat(row("Ab = mdc.text hash('env:PSEUDONYM_KEY')", "text", "x\n".repeat(30_000))
                        .path("Ab")
                        .asText())
                .hasSize(32);
        assertThat(rows.remarks).isEmpty();
    }

    @Test
    void withoutAKeyNothingIsShippedAsItIs() throws Exception {
        assertThat(row("Ab = mdc.tenant hash('env:NOT_THERE')", "tenant", "acme")
                        .path("Ab")
                        .asText())
                .isEqualTo("[no key]");
    }

    @Test
    void theLogCallDoesNotHash() {
        var columns = ColumnList.parse("Ab = mdc.tenant hash('env:K'); Cd = mdc.other", new ArrayList<>())
                .columns();
        assertThat(CompiledColumns.isForFlusher(columns.get(0))).isTrue();
        assertThat(CompiledColumns.isForFlusher(columns.get(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ab = message hash(\"s3cr3t-key-of-mine\") | and not the key itself",
                "Ab = message hash('s3cr3t-key-of-mine', 'x') | and not the key itself",
                "Ab = message HASH(\"s3cr3t-key-of-mine\") | did you mean hash?",
                "Ab = hash(message, \"s3cr3t-key-of-mine\") | stands behind one",
                "Ab = message hash(\"file:\") | and not the key itself",
                "Ab = message hash(\"env:K\", \"[\") | is not an expression",
                "Ab = message hash(\"env:K\", \"a\", \"b\") | an expression that finds what to hash",
                "Ab = message hash(\"env:K\", \"\") | an expression that finds what to hash",
                "Ab:long = kv.id hash(\"env:K\") | hash is for columns of type string or dynamic"
            })
    void aSlipIsToldWithoutWhatMayBeTheKey(String columns, String said) {
        var faults = new ArrayList<String>();
        ColumnList.parse(columns, faults);
        assertThat(faults).singleElement().asString().contains(said).doesNotContain("s3cr3t");
    }

    private JsonNode row(String columns, String key, String value) throws Exception {
        return rows.row(columns, event -> event.context().accept(key, value));
    }
}
