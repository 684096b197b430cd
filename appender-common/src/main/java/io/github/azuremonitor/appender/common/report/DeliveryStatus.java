package io.github.azuremonitor.appender.common.report;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether rows of one pipeline reach Azure.
 *
 * @param state the worst state of its streams
 * @param why why rows wait, with the remedy, and since when; null while {@code state} is {@link DeliveryState#SHIPPING}
 * @param streams the state of each stream
 */
public record DeliveryStatus(DeliveryState state, @Nullable Problem why, Map<String, DeliveryState> streams) {
    /** Makes the streams unmodifiable. */
    public DeliveryStatus {
        streams = Map.copyOf(streams);
    }

    /** The same, when an answer is overdue: no stream is known to be all right. */
    public DeliveryStatus overdue(Problem since) {
        var all = new HashMap<>(streams);
        all.replaceAll((stream, its) -> its.or(DeliveryState.OVERDUE));
        return new DeliveryStatus(DeliveryState.OVERDUE, since, all);
    }
}
