package io.github.azuremonitor.appender.common.deliver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The history of deliveries that failed and went to the spool, by request id. Courier only. */
final class RetryHistory {
    private static final int REMEMBERED = 1000;

    private final Map<UUID, Delivery.Past> failedBefore = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Delivery.Past> eldest) {
            return size() > REMEMBERED;
        }
    };

    void remember(Delivery delivery) {
        if (delivery.failures > 0) {
            try {
                failedBefore.put(delivery.batch.requestId(), delivery.past());
            } catch (OutOfMemoryError full) {
                // Then it starts again as if it had never failed.
            }
        }
    }

    /** Its batch came back from the spool: restores its history if it is known. */
    void restore(Delivery delivery) {
        Delivery.Past before = failedBefore.remove(delivery.batch.requestId());
        if (before != null) {
            delivery.goOn(before);
        }
    }
}
