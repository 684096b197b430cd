package io.github.azuremonitor.appender.common.report;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether rows reach Azure, of one pipeline.
 *
 * @param state that of the stream which is worst off
 * @param why what keeps the rows, with its cure, since when; null while {@code state} is {@link DeliveryState#SHIPPING}
 * @param streams the state of each stream
 */
public record Standing(DeliveryState state, @Nullable Trouble why, Map<String, DeliveryState> streams) {
    /** Makes the streams unmodifiable. */
    public Standing {
        streams = Map.copyOf(streams);
    }

    /** The same, when an answer is overdue: no stream is known to be well. */
    public Standing overdue(Trouble since) {
        var all = new HashMap<>(streams);
        all.replaceAll((stream, its) -> its.or(DeliveryState.OVERDUE));
        return new Standing(DeliveryState.OVERDUE, since, all);
    }
}
