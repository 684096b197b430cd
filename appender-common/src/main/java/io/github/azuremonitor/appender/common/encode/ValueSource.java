package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import org.jspecify.annotations.Nullable;

/** Reads one value of an event: a text, a number, a boolean, a value of java.time or a structure; null where there is none. */
@FunctionalInterface
interface ValueSource {
    @Nullable Object read(LoggedEvent event);
}
