package io.github.azuremonitor.appender.common.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureTableTest {
    @Test
    void theNameOfAStreamTellsWhoseTableItFeeds() {
        assertThat(table("Microsoft-Syslog")).isEqualTo(table("Custom-Microsoft-Syslog"));
        assertThat(table("Microsoft-Syslog").declaredStream()).isEqualTo("Custom-Microsoft-Syslog");
        assertThat(table("Microsoft-Syslog").outputStream()).isEqualTo("Microsoft-Syslog");
        for (String custom : List.of("Custom-Syslog", "Custom-Event_CL", "Microsoft-", "Custom-Microsoft-", "")) {
            assertThat(AzureTable.ofStream(custom)).as(custom).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"Syslog,syslog", "OTelLogs,otel-logs"})
    void aPresetFitsItsTable(String table, String preset) {
        assertThat(faults(table, preset)).isEmpty();
        assertThat(faults(table, preset + "; StackTrace_CF = exception.stackTrace; EventTime_CF = timestamp"))
                .isEmpty();
    }

    @Test
    void aColumnThatTheTableDoesNotHaveIsToldWithTheWayOut() {
        assertThat(faults("Syslog", "syslog; Region = env.REGION"))
                .containsExactly("column Region is none of Azure's table Syslog, and custom ones end in _CF;"
                        + " write Region_CF");
        assertThat(faults("Syslog", "TimeGenerated = timestamp; SyslogMesage = message"))
                .containsExactly("column SyslogMesage is none of Azure's table Syslog, and custom ones end in _CF;"
                        + " write SyslogMessage or SyslogMesage_CF");
        assertThat(faults("OTelLogs", "otel-logs; spanID = spanId"))
                .as("case counts in Azure, and here twice is twice")
                .isNotEmpty();
    }

    @Test
    void aColumnOfAnotherTypeIsToldWithTheRightOne() {
        assertThat(faults("Syslog", "TimeGenerated = timestamp; ProcessID = pid"))
                .containsExactly("column ProcessID is int in Azure's table Syslog, not long; write ProcessID:int");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Syslog", "OTelLogs", "CommonSecurityLog", "NobodyKnowsThis"})
    void everyRowNeedsTheTimeThatAzureSearchesBy(String table) {
        assertThat(faults(table, "Any_CF = message"))
                .containsExactly("column TimeGenerated is missing, which every row of Azure's table " + table
                        + " needs; write TimeGenerated = timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CommonSecurityLog", "NobodyKnowsThis"})
    void columnsThatAreNotKnownHereAreLeftToAzure(String table) {
        assertThat(faults(table, "TimeGenerated = timestamp; Activity = message"))
                .isEmpty();
    }

    @Test
    void aTableThatIsNotOnTheListIsDoubtfulAndNotWrong() {
        assertThat(table("Microsoft-OTelLogs").doubt()).isNull();
        assertThat(table("Microsoft-OtelLog").doubt())
                .isEqualTo("Azure's table OtelLog was not among those that take rows through the Logs Ingestion API on "
                        + AzureTable.AS_OF + "; nearest is OTelLogs");
        assertThat(table("Microsoft-AppTraces").doubt()).doesNotContain("nearest");
    }

    @Test
    void theListHasNoNameThatAzureWouldNotTake() {
        assertThat(AzureTables.names())
                .hasSizeGreaterThan(100)
                .allMatch(name -> name.matches("[A-Za-z][A-Za-z0-9]{3,}"))
                .contains("Syslog", "OTelLogs", "CommonSecurityLog", "WindowsEvent")
                .doesNotContain("AppTraces", "AppExceptions", "ContainerLogV2");
        for (String name : List.of("Syslog", "OTelLogs")) {
            assertThat(AzureTables.named(name).columns())
                    .hasSizeGreaterThan(10)
                    .allSatisfy((column, type) ->
                            assertThat(ColumnNames.fault(column)).as(column).isNull());
        }
    }

    private static AzureTable table(String stream) {
        return Objects.requireNonNull(AzureTable.ofStream(stream));
    }

    private static List<String> faults(String table, String columns) {
        var faults = new ArrayList<String>();
        List<Column> parsed = ColumnList.parse(columns, faults).columns();
        faults.addAll(table("Microsoft-" + table).faults(parsed));
        return faults;
    }
}
