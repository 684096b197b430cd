package io.github.azuremonitor.appender.common.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlipsTest {
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
        Slips slips = Slips.among(List.of(name), Set.of());
        assertThat(slips.faults())
                .extracting(Problem::toString)
                .containsExactly(
                        name + ": no setting is read from a variable of this name; did you mean " + meant + "?");
        assertThat(slips.warnings()).isEmpty();
    }

    @Test
    void itIsOnlyToldWhereTheSettingHasAValueAnyway() {
        assertThat(Slips.among(List.of("AZURE_MONITOR_LOGS_COLUMS"), Set.of("columns"))
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE_MONITOR_LOGS_LINGR, '; did you mean AZURE_MONITOR_LOGS_LINGER?'",
        "AZURE_MONITOR_LOGS_WORKSPACE, '; remove it'"
    })
    void anotherMisspeltVariableIsTold(String name, String instead) {
        Slips slips = Slips.among(List.of(name), Set.of());
        assertThat(slips.faults()).isEmpty();
        assertThat(slips.warnings())
                .extracting(Problem::toString)
                .containsExactly(name + ": no setting is read from a variable of this name" + instead);
    }

    @Test
    void whatIsReadIsNoSlip() {
        List<String> read = Arrays.stream(Setting.values())
                .flatMap(setting -> setting.environmentNames().stream())
                .toList();
        assertThat(Slips.among(read, Set.of()).faults()).isEmpty();
        assertThat(Slips.among(read, Set.of()).warnings()).isEmpty();
        Slips others = Slips.among(
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
                        "COLUMS"),
                Set.of());
        assertThat(others.faults()).isEmpty();
        assertThat(others.warnings()).isEmpty();
    }

    @Test
    void anElementComesWithTheOneThatIsMeant() {
        assertThat(Slips.element("Colums", List.of()).toString())
                .isEqualTo("element <Colums>: there is no such element here, and without what it was meant to say more"
                        + " might be sent; did you mean columns?");
        assertThat(Slips.element("rout", List.of("route")).toString()).endsWith("; did you mean route?");
        assertThat(Slips.element("Encoder", List.of()).toString()).endsWith("; remove it");
    }
}
