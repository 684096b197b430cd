package io.github.azuremonitor.appender.common.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.column.Source;
import io.github.azuremonitor.appender.common.encode.Platform;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmUpTest {
    static Stream<String> columns() {
        return Stream.of("standard", "otel-logs", "data-collector", everySource());
    }

    @ParameterizedTest
    @MethodSource("columns")
    void aRowOfNothingCanBeMadeOfEveryColumn(String columns) {
        var faults = new ArrayList<String>();
        List<Column> parsed = ColumnList.parse(columns, faults).columns();
        assertThat(faults).isEmpty();
        var table = new Tables.Entry(Settings.with().table(), parsed, parsed);
        assertThatCode(() -> WarmUp.of(table, new Platform(null, null, null, 1)))
                .doesNotThrowAnyException();
    }

    private static String everySource() {
        return Arrays.stream(Source.Kind.values())
                .filter(kind -> kind != Source.Kind.TIMESTAMP)
                .map(kind -> "C_" + kind.name() + " = " + kind.text())
                .filter(WarmUpTest::needsNoKey)
                .collect(Collectors.joining(
                        "; ", "TimeGenerated:datetime = timestamp; ", "; Who = mdc.user; All = mdc.*, kv.*"));
    }

    private static boolean needsNoKey(String column) {
        var faults = new ArrayList<String>();
        ColumnList.parse("TimeGenerated:datetime = timestamp; " + column, faults);
        return faults.isEmpty();
    }
}
