package io.github.azuremonitor.appender.common.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisspeltNamesTest {
    @ParameterizedTest
    @CsvSource({
        "AZURE_MONITOR_LOGS_COLUMS, AZURE_MONITOR_LOGS_COLUMNS",
        "AZURE_MONITOR_LOGS_COL_UMNS, AZURE_MONITOR_LOGS_COLUMNS",
        "AZURE_MONITOR_LOGS_PROPERTYS, AZURE_MONITOR_LOGS_PROPERTIES",
        "AZURE_MONITOR_LOGS_ROUTE, AZURE_MONITOR_LOGS_ROUTES",
        "AZURE_MONITOR_LOGS_TRESHOLD, AZURE_MONITOR_LOGS_THRESHOLD",
        "AZURE_MONITOR_LOGS_EXCLUDED_LOGERS, AZURE_MONITOR_LOGS_EXCLUDED_LOGGERS",
        "AZURE_MONITOR_LOGS_ENABELD, AZURE_MONITOR_LOGS_ENABLED"
    })
    void aMisspeltVariableWithoutWhichMoreIsSentIsAFault(String name, String meant) {
        MisspeltNames slips = MisspeltNames.among(List.of(name), Set.of());
        assertThat(slips.faults())
                .extracting(SettingProblem::toString)
                .containsExactly(
                        name + ": no setting is read from a variable of this name; did you mean " + meant + "?");
        assertThat(slips.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE_MONITOR_LOG_COLUMNS, COLUMNS",
        "AZURE_MONITOR_LOGS__COLUMNS, COLUMNS",
        "AZURE_MONITORLOGS_ROUTES, ROUTES",
        "AZUREMONITOR_LOGS_ROUTES_0, ROUTES",
        "AZURE_MONITR_LOGS_PROPERTIES, PROPERTIES",
        "AZURE_MONITOR_LOGGING_THRESHOLD, THRESHOLD",
        "azure_monitor_logs_columns, COLUMNS",
        "azure.monitor.logs.columns, COLUMNS",
        "AZURE_MONITOR_LOG_EXCLUDED_LOGGERS_1, EXCLUDED_LOGGERS"
    })
    void aVariableWithAMisspeltPrefixWithoutWhichMoreIsSentIsAFault(String name, String meant) {
        MisspeltNames slips = MisspeltNames.among(List.of(name), Set.of());
        assertThat(slips.faults())
                .extracting(SettingProblem::toString)
                .containsExactly(name + ": no setting is read from a variable of this name; did you mean"
                        + " AZURE_MONITOR_LOGS_" + meant + "?");
        assertThat(slips.warnings()).isEmpty();
    }

    @Test
    void anotherVariableWithAMisspeltPrefixIsTold() {
        MisspeltNames slips = MisspeltNames.among(List.of("AZURE_MONITOR_LOG_DCR_IMMUTABLE_ID"), Set.of());
        assertThat(slips.faults()).isEmpty();
        assertThat(slips.warnings()).singleElement().asString().endsWith("AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID?");
    }

    /** Spring reads such a variable, and others then have no effect. */
    @Test
    void aVariableWithAMisspeltPrefixIsNotToldWhereTheSettingHasAValueAnyway() {
        MisspeltNames slips = MisspeltNames.among(List.of("azure_monitor_logs_columns"), Set.of("columns"));
        assertThat(slips.faults()).isEmpty();
        assertThat(slips.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "azure.monitor.log.columns, columns",
        "azure.monitor.log.columns[0], columns",
        "azure.monitor.logging.columns.Level, columns",
        "azure.monitor-logs.routes, routes",
        "azuremonitor.logs.threshold, threshold",
        "azure.monitor.lgos.excluded-loggers, excluded-loggers"
    })
    void aPropertyWithAMisspeltPrefixIsAFault(String name, String meant) {
        assertThat(MisspeltNames.property(name, Set.of()))
                .hasToString(
                        name + ": no setting is read from a property of this name; did you mean azure.monitor.logs."
                                + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "azure.monitor.columns",
        "azure.monitor.log.level",
        "azure.monitor.log.linger",
        "spring.cloud.azure.monitor.columns",
        "azure.monitor.metrics.properties",
        "azure.monitor.logs-export.columns"
    })
    void aPropertyOfSomethingElseIsNoSlip(String name) {
        assertThat(MisspeltNames.property(name, Set.of())).isNull();
    }

    @Test
    void itIsOnlyToldWhereTheSettingHasAValueAnyway() {
        assertThat(MisspeltNames.among(List.of("AZURE_MONITOR_LOGS_COLUMS"), Set.of("columns"))
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE_MONITOR_LOGS_LINGR, '; did you mean AZURE_MONITOR_LOGS_LINGER?'",
        "AZURE_MONITOR_LOGS_WORKSPACE, '; remove it'"
    })
    void anotherMisspeltVariableIsTold(String name, String instead) {
        MisspeltNames slips = MisspeltNames.among(List.of(name), Set.of());
        assertThat(slips.faults()).isEmpty();
        assertThat(slips.warnings())
                .extracting(SettingProblem::toString)
                .containsExactly(name + ": no setting is read from a variable of this name" + instead);
    }

    @Test
    void whatIsReadIsNoSlip() {
        List<String> read = Arrays.stream(Setting.values())
                .flatMap(setting -> setting.environmentNames().stream())
                .toList();
        assertThat(MisspeltNames.among(read, Set.of()).faults()).isEmpty();
        assertThat(MisspeltNames.among(read, Set.of()).warnings()).isEmpty();
        MisspeltNames others = MisspeltNames.among(
                List.of(
                        "AZURE_MONITOR_LOGS_ENABLED",
                        "AZURE_MONITOR_LOGS_EXCLUDED_LOGGERS_0",
                        "AZURE_MONITOR_LOGS_EXCLUDEDLOGGERS",
                        "AZURE_MONITOR_LOGS_CREDENTIAL_BEAN",
                        "AZURE_MONITOR_LOGS_VERBOSE",
                        "AZURE_MONITOR_LOGS_HEALTH_DOWN_ON_REFUSED",
                        "AZURE_MONITOR_LOGS_COLUMNS_0",
                        "AZURE_MONITOR_LOGS_COLUMNS_0_NAME",
                        "AZURE_MONITOR_COLUMS",
                        "AZURE_MONITOR_LOG_LEVEL",
                        "AZURE_MONITOR_LOG_THRESHOLD_DAYS",
                        "AZURE_MONITOR_METRICS_PROPERTIES",
                        "COLUMS"),
                Set.of());
        assertThat(others.faults()).isEmpty();
        assertThat(others.warnings()).isEmpty();
    }

    @Test
    void anElementComesWithTheOneThatIsMeant() {
        assertThat(MisspeltNames.element("Colums", List.of()).toString())
                .isEqualTo("element <Colums>: there is no such element here, and without what it was meant to say more"
                        + " might be sent; did you mean columns?");
        assertThat(MisspeltNames.element("rout", List.of("route")).toString()).endsWith("; did you mean route?");
        assertThat(MisspeltNames.element("Encoder", List.of()).toString()).endsWith("; remove it");
    }
}
