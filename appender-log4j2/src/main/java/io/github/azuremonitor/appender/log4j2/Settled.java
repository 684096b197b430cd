package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.Pairs;
import io.github.azuremonitor.appender.common.event.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names and settled values in turn. */
final class Settled {
    private final List<@Nullable Object> flat = new ArrayList<>();

    void add(@Nullable String key, @Nullable Object value) {
        addSettled(key, Values.settled(value));
    }

    void addSettled(@Nullable String key, @Nullable Object settled) {
        flat.add(key);
        flat.add(settled);
    }

    void copyTo(Pairs pairs) {
        for (int i = 0; i < flat.size(); i += 2) {
            pairs.accept((String) flat.get(i), flat.get(i + 1));
        }
    }
}
