package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcludedLoggersTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme.Orders, true",
        "com.acme.Orders.audit, true",
        "com.acme.Orders$Line, true",
        "com.acme.OrdersReport, false",
        "com.acme, false",
    })
    void aNameStandsForTheLoggersBelowItToo(String logger, boolean excluded) {
        assertThat(drops(routes(List.of("com.acme.Orders"), ""), logger)).isEqualTo(excluded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "my-logger$Inner", "/jersey/x", "_root:1", "say\"so", "it's", "and", "->", ".hidden", "a,b"
            })
    void whateverIsNoFaultIsDroppedByTheRulesMadeOfIt(String name) {
        assertThat(ExcludedLoggers.faults(List.of(name))).isEmpty();
        assertThat(drops(routes(List.of("other", name), "level < INFO -> drop"), name))
                .isTrue();
    }

    @Test
    void theUsersRulesGetOnlyWhatIsNotExcluded() {
        RouteList routes = routes(List.of("com.acme.noisy"), "level >= TRACE -> Custom-Audit_CL");

        assertThat(drops(routes, "com.acme.noisy.Poller")).isTrue();
        assertThat(drops(routes, "com.acme.Orders")).isFalse();
        assertThat(routes.streams()).containsExactly("Custom-Audit_CL");
    }

    @Test
    void withoutExcludedLoggersThePlanStaysAsItIs() {
        var plan = new Plan(Map.of(Setting.ROUTES, "level < INFO -> drop"), Map.of(), List.of());

        assertThat(plan.forAppender("level < INFO -> drop")).isSameAs(plan);
    }

    @Test
    void aPatternThatCodeAddsIsAFaultLikeOneInAProperty() {
        var options = new PipelineOptions(new Plan(Map.of(), Map.of(), List.of("com.acme")));
        options.excludedLoggers().add("com.example.*");

        assertThat(options.plan().faults())
                .singleElement()
                .asString()
                .startsWith("excluded-loggers = \"com.example.*\": is no logger's name");
    }

    private static boolean drops(RouteList routes, String logger) {
        int first = routes.first(Severity.ERROR, logger, "", (event, marker) -> false);
        return first >= 0 && routes.routes().get(first).share() == 0;
    }

    private static RouteList routes(List<String> excluded, String own) {
        var faults = new ArrayList<String>();
        RouteList routes = RouteList.parse(ExcludedLoggers.routes(excluded, own), faults);
        assertThat(faults).isEmpty();
        return routes;
    }
}
