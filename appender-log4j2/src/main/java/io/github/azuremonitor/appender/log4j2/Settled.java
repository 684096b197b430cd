package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.Pairs;
import io.github.azuremonitor.appender.common.event.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names and settled values in turn, and the characters of both. */
final class Settled {
    private final List<@Nullable Object> flat = new ArrayList<>();
    private int chars;

    void add(@Nullable String key, @Nullable Object value) {
        addSettled(key, Values.settled(value));
    }

    void addSettled(@Nullable String key, @Nullable Object settled) {
        flat.add(key);
        flat.add(settled);
        chars += (key == null ? 0 : key.length()) + (settled == null ? 0 : Values.chars(settled));
    }

    int chars() {
        return chars;
    }

    void copyTo(Pairs pairs) {
        for (int i = 0; i < flat.size(); i += 2) {
            pairs.accept((String) flat.get(i), flat.get(i + 1));
        }
    }
}
