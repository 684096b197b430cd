package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State of the log shipping, for health.
 *
 * @param refused whether someone has to act
 * @param details for people: {@code delivery} and, if rows wait, why and since when
 */
record LogHealth(boolean refused, Map<String, Object> details) {

    /**
     * The health of the worst pipeline; without any, nothing is shipped, which is not a fault.
     *
     * @param off why nothing is shipped, or null
     */
    static LogHealth of(List<PipelineReading> readings, @Nullable String off) {
        var details = new LinkedHashMap<String, Object>();
        PipelineReading worst = null;
        long held = 0;
        long dropped = 0;
        for (PipelineReading reading : readings) {
            held += reading.stats().held();
            dropped += reading.stats().totalDropped();
            if (worst == null
                    || reading.deliveryStatus()
                                    .state()
                                    .compareTo(worst.deliveryStatus().state())
                            > 0) {
                worst = reading;
            }
        }
        if (worst == null) {
            details.put("delivery", "off");
            if (off != null) {
                details.put("reason", off);
            }
            return new LogHealth(false, details);
        }
        details.put("delivery", worst.deliveryStatus().state().word());
        Problem why = worst.deliveryStatus().why();
        if (why != null) {
            details.put("reason", why.sentence());
            details.put("since", why.time().toString());
        }
        details.put("heldRows", held);
        details.put("droppedEvents", dropped);
        details.put(
                "inForce",
                readings.stream().flatMap(reading -> reading.inForce().stream()).toList());
        return new LogHealth(worst.deliveryStatus().state() == DeliveryState.REFUSED, details);
    }
}
