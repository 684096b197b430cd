package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.EventSlot;
import org.jspecify.annotations.Nullable;

/** Reads one value of an event: a text, a number, a truth, a value of java.time or a structure; null where there is none. */
@FunctionalInterface
interface Reader {
    @Nullable Object read(EventSlot event);
}
