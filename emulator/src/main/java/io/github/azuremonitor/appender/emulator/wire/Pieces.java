package io.github.azuremonitor.appender.emulator.wire;

import org.jspecify.annotations.Nullable;

/** A body that is made while it is written, so that it is never whole in memory. Used by one thread at a time. */
@FunctionalInterface
public interface Pieces {
    /** The next piece; empty if there is none yet, so that it is asked again a moment later; null at the end. */
    @Nullable String next();
}
