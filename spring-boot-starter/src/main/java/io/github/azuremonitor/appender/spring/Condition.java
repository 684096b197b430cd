package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.Trouble;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the log fares, for health.
 *
 * @param refused whether somebody has to act
 * @param details for people: {@code delivery} and, where rows wait, why and since when
 */
record Condition(boolean refused, Map<String, Object> details) {

    /**
     * Of the worst pipeline; without any, nothing is shipped, and that is no fault.
     *
     * @param off why nothing is shipped, or null
     */
    static Condition of(List<PipelineReading> readings, @Nullable String off) {
        var details = new LinkedHashMap<String, Object>();
        PipelineReading worst = null;
        long held = 0;
        long dropped = 0;
        for (PipelineReading reading : readings) {
            held += reading.stats().held();
            dropped += reading.stats().totalDropped();
            if (worst == null
                    || reading.standing().state().compareTo(worst.standing().state()) > 0) {
                worst = reading;
            }
        }
        if (worst == null) {
            details.put("delivery", "off");
            if (off != null) {
                details.put("reason", off);
            }
            return new Condition(false, details);
        }
        details.put("delivery", worst.standing().state().word());
        Trouble why = worst.standing().why();
        if (why != null) {
            details.put("reason", why.sentence());
            details.put("since", why.time().toString());
        }
        details.put("heldRows", held);
        details.put("droppedEvents", dropped);
        details.put(
                "inForce",
                readings.stream().flatMap(reading -> reading.inForce().stream()).toList());
        return new Condition(worst.standing().state() == DeliveryState.REFUSED, details);
    }
}
