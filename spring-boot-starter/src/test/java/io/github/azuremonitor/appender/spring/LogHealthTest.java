package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.DeliveryState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What health tells. */
class LogHealthTest {
    @Test
    void theWorstPipelineIsTold() {
        var condition = LogHealth.of(
                List.of(
                        Readings.of(1, DeliveryState.SHIPPING, null, Map.of()),
                        Readings.of(2, DeliveryState.REFUSED, "give it the role", Map.of()),
                        Readings.of(3, DeliveryState.SPOOLING, "retrying", Map.of())),
                null);

        assertThat(condition.refused()).isTrue();
        assertThat(condition.details())
                .containsEntry("delivery", "refused")
                .containsEntry("reason", "give it the role")
                .containsEntry("since", "1970-01-01T00:00:00Z")
                .containsEntry("heldRows", 45L)
                .containsEntry("droppedEvents", 15L)
                .containsEntry("inForce", List.of("in force: 1", "in force: 2", "in force: 3"));
    }

    @Test
    void whatIsOffIsToldWithItsReason() {
        var condition = LogHealth.of(List.of(), "azure.monitor.logs.enabled is false");

        assertThat(condition.refused()).isFalse();
        assertThat(condition.details())
                .containsEntry("delivery", "off")
                .containsEntry("reason", "azure.monitor.logs.enabled is false");
    }

    @Test
    void anOutageIsNoRefusal() {
        var condition = LogHealth.of(List.of(Readings.of(1, DeliveryState.SPOOLING, "retrying", Map.of())), null);

        assertThat(condition.refused()).isFalse();
        assertThat(condition.details()).containsEntry("delivery", "spooling");
    }
}
